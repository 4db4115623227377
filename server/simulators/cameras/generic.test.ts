import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createGenericCamera } from './generic.ts';

test('a generic camera posts the shape it was given and keeps the reply', async () => {
  const got: unknown[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.end('{"open":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const camera = createGenericCamera({
    pushUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in/token`,
    shape: ({ plate, at }) => ({ data: { car: { no: plate }, t: Math.floor(at.getTime() / 1000) } }),
  });
  const reply = await camera.passVehicle({ plate: '冀B00001', at: 1_767_571_272_000 });
  expect(got).toEqual([{ data: { car: { no: '冀B00001' }, t: 1767571272 } }]);
  expect([reply.status, reply.reply, camera.replies.length]).toEqual([200, { open: true }, 1]);
  camera.stop();
  server.closeAllConnections();
  server.close();
});
