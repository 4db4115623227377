import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../http/log.ts';
import { openSiteStorage } from '../storage/sqlite/site-storage.ts';
import { readConfig } from './config.ts';
import { openSite } from './site.ts';

let folder: string;
let listening: Server | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'greengate-start-'));
});
afterEach(async () => {
  listening?.close();
  listening = null;
  await rm(folder, { recursive: true, force: true });
});

const log = createLog('silent');
const start = (port = 0) => openSite({ config: { ...readConfig({}), port, host: '127.0.0.1', data: folder, webRoot: null }, log });
const listen = (port = 0) =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    listening = server;
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
const locked = () => existsSync(join(folder, 'server.pid'));
/** An open database keeps its write-ahead log; the last one that closes it takes it away. */
const databaseOpen = () => existsSync(join(folder, 'site.db-wal'));

describe('a site that cannot start', () => {
  it('leaves neither lock nor database open when its port is taken, and starts in the same folder on another', async () => {
    const port = await listen();
    await expect(start(port)).rejects.toMatchObject({ code: 'SITE_PORT_IN_USE' });
    expect([locked(), databaseOpen()]).toEqual([false, false]);
    const site = await start();
    expect([locked(), databaseOpen()]).toEqual([true, true]);
    await site.close();
    expect([locked(), databaseOpen()]).toEqual([false, false]);
  });

  it('leaves nothing open when a part fails between storage and port, or after the port', async () => {
    const storage = openSiteStorage({ folder, now: Date.now });
    const regulator = { id: 'reg-1', protocol: 'hebei-low-emission', name: '平台', enabled: true, createdAt: 0 };
    await storage.writer.run((tx) => tx.query('regulator.insert', { ...regulator, settings: 'torn' }));
    await storage.close();
    const port = await listen();
    listening?.close();
    await expect(start(port)).rejects.toThrow(SyntaxError);
    expect([locked(), databaseOpen()]).toEqual([false, false]);
    expect(await listen(port)).toBe(port);
  });

  it('leaves no lock when its database is damaged', async () => {
    await writeFile(join(folder, 'site.db'), 'this is no database, and long enough to be looked at as one'.repeat(20));
    await expect(start()).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
    expect(locked()).toBe(false);
  });
});

it('clears the drafts of pictures that a killed server left, and no picture', async () => {
  const pictures = join(folder, 'pictures');
  await mkdir(join(pictures, 'incoming'), { recursive: true });
  await mkdir(join(pictures, 'ab'));
  await writeFile(join(pictures, 'incoming', '4711-1'), 'half a pict');
  await writeFile(join(pictures, 'ab', `ab${'0'.repeat(62)}`), 'a picture');
  const site = await start();
  expect(await readdir(join(pictures, 'incoming'))).toEqual([]);
  expect(await readdir(join(pictures, 'ab'))).toEqual([`ab${'0'.repeat(62)}`]);
  await site.close();
});
