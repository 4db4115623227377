import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hikvisionIsapi } from '../../devices/cameras/hikvision-isapi.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { draft, passageBody } from '../../testing/sample-drafts.ts';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import type { DeviceConfig } from '../passages/parts.ts';
import { createPictureFetcher } from './fetch-pictures.ts';

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(1000, 7)]);
const closing: (() => void)[] = [];
let site: TempSite;
beforeEach(async () => {
  site = await openTempSite();
  await site.writer.run((tx) => tx.append(draft('passage', passageBody())));
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await site.remove();
});

async function serve(host: string, answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://${host}:${(server.address() as AddressInfo).port}` };
}
const picture: RequestListener = (_, response) => void response.end(jpeg);

async function fetched(urls: string[], settings: Record<string, unknown> = {}) {
  const errors: string[] = [];
  const fetchPictures = createPictureFetcher({
    ...{ writer: site.writer, snapshots: site.snapshots, clock: createFakeClock() },
    onAdded: () => undefined,
    onError: (error) => errors.push(error instanceof Error ? error.message : String(error)),
  });
  const device: DeviceConfig = { id: 'device-1', laneId: 'lane-1', name: '相机', adapter: hikvisionIsapi, settings, allowedSources: [], serialNumber: null };
  await fetchPictures(
    device,
    '127.0.0.1',
    '0',
    urls.map((url) => ({ kind: 'full', url })),
  );
  const passage = site.writer.query('passage.get', { id: '0' });
  return { errors, added: passage?.snapshots.length, evidence: passage?.evidenceCount };
}

describe('a picture that a device names by its address', () => {
  it('is fetched from the device itself, or from the address it is set up with', async () => {
    const device = await serve('127.0.0.1', picture);
    expect(await fetched([`${device.url}/a.jpg`])).toEqual({ errors: [], added: 1, evidence: 1 });
    const elsewhere = await serve('127.0.0.2', picture);
    expect(await fetched([`${elsewhere.url}/a.jpg`], { baseUrl: 'http://127.0.0.2' })).toMatchObject({ errors: [] });
  });

  it('is asked of nobody else, whatever the address looks like', async () => {
    const foreign = await serve('127.0.0.2', picture);
    const port = new URL(foreign.url).port;
    const urls = [
      `${foreign.url}/a.jpg`,
      `http://127.0.0.1@127.0.0.2:${port}/a.jpg`,
      `http://127.0.0.2:${port}/127.0.0.1`,
      `http://localhost:${port}/a.jpg`,
      'file:///etc/hostname',
      'no address',
    ];
    const { errors, added } = await fetched(urls, { baseUrl: 'http://127.0.0.3' });
    expect([errors, added]).toEqual([urls.map(() => 'picture address is not the device'), 0]);
    expect(foreign.asked).toEqual([]);
  });

  it('is not followed to where the device sends us', async () => {
    const foreign = await serve('127.0.0.2', picture);
    const device = await serve('127.0.0.1', (_, response) => void response.writeHead(302, { location: `${foreign.url}/a.jpg` }).end());
    const { errors, added } = await fetched([`${device.url}/a.jpg`]);
    expect([errors.length, added, device.asked, foreign.asked]).toEqual([1, 0, ['/a.jpg'], []]);
  });

  it('is given up beyond eight megabytes, with a stated length or without', async () => {
    const large = Buffer.concat([jpeg, Buffer.alloc(8 * 1024 * 1024)]);
    let sent = 0;
    const endless: RequestListener = (_, response) => {
      const more = () => {
        if (response.destroyed) return;
        sent += 65_536;
        if (response.write(Buffer.alloc(65_536, 0xff))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };
    const stated = await serve('127.0.0.1', (_, response) => void response.writeHead(200, { 'content-length': large.length }).end(large));
    const unstated = await serve('127.0.0.1', endless);
    expect(await fetched([`${stated.url}/a.jpg`, `${unstated.url}/a.jpg`])).toEqual({
      errors: ['picture is too large', 'picture is too large'],
      added: 0,
      evidence: 0,
    });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('is none when it is no JPEG or not there, and the others still come', async () => {
    const device = await serve('127.0.0.1', (request, response) => {
      if (request.url === '/a.jpg') response.end(jpeg);
      else if (request.url === '/page') response.end('<html></html>');
      else response.writeHead(404).end();
    });
    expect(await fetched([`${device.url}/page`, `${device.url}/none`, `${device.url}/a.jpg`])).toEqual({
      errors: ['what came is no JPEG', 'picture answered 404'],
      added: 1,
      evidence: 1,
    });
  });
});
