import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { openSiteWorld } from './site-world.ts';

it('a request that drips is cut after thirty seconds, in its head and in its body', async () => {
  const world = await openSiteWorld();
  const port = Number(new URL(world.site.url).port);
  const entrance = (await world.post('/entrances', { code: 'A', name: '东门' })).json;
  const lane = (await world.post('/lanes', { entranceId: entrance.id, code: '01', name: '东进1', direction: 'in' })).json;
  // Without a device behind the address the refusal would come before the body is read.
  const path = (await world.post('/devices', { laneId: lane.id, adapter: 'vzenith-http', name: '相机', settings: {} })).json.ingressPath;
  const drip = (beginning: string, drop: string) =>
    new Promise<{ seconds: number; answer: string }>((resolve) => {
      const began = performance.now();
      const socket = connect({ port, host: '127.0.0.1' });
      let answer = '';
      socket.write(beginning);
      const timer = setInterval(() => socket.write(drop), 500);
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        resolve({ seconds: (performance.now() - began) / 1000, answer });
      });
    });
  const cut = await Promise.all([
    drip(`POST ${path} HTTP/1.1\r\nhost: a\r\nx-slow: `, 'a'),
    drip(`POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n`, ' '),
  ]);
  for (const { seconds, answer } of cut) {
    expect(seconds).toBeGreaterThan(29);
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
  }
  await world.close();
});
