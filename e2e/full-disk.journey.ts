import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { freePort } from '../server/simulators/free-port.ts';
import { startSiteChild } from '../server/src/testing/site-child.ts';
import { createVzenithCamera } from '../server/simulators/cameras/vzenith.ts';
import { factoryJourney } from './kit/journey.ts';
import { type FactoryWorld, password } from './kit/site-world.ts';

factoryJourney('a truck that a full disk cannot store never stands under the green band of the truck before', async ({ page, world }) => {
  const [first, second] = world.trucks('china-6').map((truck) => ({ plate: truck.plateNumber, color: truck.plateColor }));
  if (!first || !second) throw new Error('no trucks');
  await world.camera('A1').pass(first);
  await world.logIn(page, { role: 'guard', to: '/live' });
  // A page that is still being read when its server goes away complains.
  await world.column(page, 'A1').waitFor();
  const folder = await mkdtemp(join(tmpdir(), 'greengate-journey-full-'));
  const { pushPath } = world.camera('A1').lane.camera;
  world.camera('A1').stop();
  const site = await reopened(world, folder);
  const camera = createVzenithCamera({ serial: '5a5a0000-00000000', pushUrl: site.url + pushPath, offlineStore: false, resendCount: 0 });
  try {
    await logIn(page, site.url);
    const lane = world.column(page, 'A1');
    await lane.getByRole('status').filter({ hasText: '放行' }).waitFor();

    site.limit('4096');
    const refused = await camera.passVehicle({ plate: second.plate, color: second.color });
    expect(refused).toMatchObject({ opened: false, status: 503 });
    await lane.getByText('没有存入台账，道闸未动作').waitFor();
    await lane.getByRole('button', { name: new RegExp(second.plate) }).waitFor();
    await lane.getByText(/按规则应放行/).waitFor();
    expect(await lane.getByRole('status').filter({ hasText: '放行' }).count()).toBe(0);
    expect(await lane.getByRole('button', { name: '改车牌' }).isEnabled()).toBe(false);
    await page.getByText(/台账写不进磁盘/).waitFor();

    site.limit('unlimited');
    await camera.resendLast();
    await lane.getByRole('status').filter({ hasText: '放行' }).waitFor();
    expect(await lane.getByText('没有存入台账，道闸未动作').count()).toBe(0);
  } finally {
    camera.stop();
    await site.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** The same site once more, in a process of its own whose files may be kept from growing. */
async function reopened(world: FactoryWorld, folder: string) {
  await world.site.close();
  await cp(world.folder, folder, { recursive: true });
  const port = await freePort();
  // A file that may not grow fails as a full disk does; the signal that comes with it is turned off for the server.
  const child = await startSiteChild({ folder, port, argv0: ['sh', '-c', `trap '' XFSZ; exec "$@"`, 'site'] });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => child.stop(),
    limit(bytes: string): void {
      expect(spawnSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:unlimited`]).status).toBe(0);
    },
  };
}

async function logIn(page: Page, url: string): Promise<void> {
  const reply = await page.request.post(`${url}/api/v1/session`, { data: { name: 'guard', password } });
  if (!reply.ok()) throw new Error(await reply.text());
  await page.goto(`${url}/live`);
}
