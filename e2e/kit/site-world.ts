// Opens a whole site for a browser journey: temporary data, the built pages, people to log in as, and a small factory on loopback.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { buildWeb } from '../../scripts/web-build.mjs';
import { readConfig } from '../../server/src/app/config.ts';
import { createApiClient } from '../../server/src/app/demo/api-client.ts';
import { type DemoCamera, startDemoCameras } from '../../server/src/app/demo/demo-cameras.ts';
import { buildDemoFactory } from '../../server/src/app/demo/demo-factory.ts';
import { openSite } from '../../server/src/app/site.ts';
import type { Role } from '../../server/src/domain/codes.ts';
import { createLog } from '../../server/src/http/log.ts';
import { startHebeiPlatform } from '../../server/simulators/platforms/hebei-low-emission.ts';
import type { SimulatedTruck } from '../../server/simulators/trucks.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const by = { type: 'system', name: 'journey' } as const;
/** Of every person who is made for a journey. */
export const password = 'Zhalan-2026-ok';

/** A site with its pages and nobody in it. `folder`: a data folder to open instead of a fresh one. */
export async function openSiteWorld({ folder }: { folder?: string } = {}) {
  const built = buildWeb({ root, node: process.execPath });
  if (built.state === 'failed') throw new Error(built.output);
  const data = folder ?? (await mkdtemp(join(tmpdir(), 'greengate-journey-')));
  const config = { ...readConfig({}), port: 0, host: '127.0.0.1', data, webRoot: join(root, 'web', 'dist') };
  const site = await openSite({ config, log: createLog('silent') });
  const { token } = await site.parts.accounts.createToken({ name: '测试', role: 'administrator', by });
  return {
    site,
    url: site.url,
    folder: data,
    api: createApiClient(site.url, token),
    /** Makes a person with this role and logs the page in as him; the page is then on the address given. */
    async logIn(page: Page, { role, name = role, to }: { role: Role; name?: string; to: string }): Promise<void> {
      const known = await site.parts.accounts.register.list();
      if (!known.some((account) => account.name === name)) {
        await site.parts.accounts.register.create({ name, displayName: `${name} 值班`, role, password }, by);
      }
      const reply = await page.request.post(`${site.url}/api/v1/session`, { data: { name, password } });
      if (!reply.ok()) throw new Error(await reply.text());
      await page.goto(site.url + to);
    },
    async close(): Promise<void> {
      await site.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
export type SiteWorld = Awaited<ReturnType<typeof openSiteWorld>>;

/** The demo factory in a site of its own: two entrances, four lanes with cameras, barriers and displays, a platform, known trucks. */
export async function openFactoryWorld() {
  const world = await openSiteWorld();
  const platform = await startHebeiPlatform({ latencyMs: 20, fetchPhotos: true });
  const cameras = new Map<string, DemoCamera>();
  const close = async (): Promise<void> => {
    for (const camera of cameras.values()) camera.stop();
    await platform.stop();
    await world.close();
  };
  try {
    const factory = await buildDemoFactory(world.api, { platform, isapi: null, trucks: 40 });
    for (const [code, camera] of await startDemoCameras(world.url, factory.lanes, 0)) cameras.set(code, camera);
    return {
      ...world,
      platform,
      close,
      /** The column of a lane on 实时通行. */
      column(page: Page, code: string): Locator {
        const lane = factory.lanes.find((each) => each.code === code);
        return page.getByRole('region', { name: lane?.name ?? code });
      },
      camera(code: string): DemoCamera {
        const camera = cameras.get(code);
        if (!camera) throw new Error(`no camera on ${code}`);
        return camera;
      },
      /** Registered diesel trucks of this stage, always the same ones. */
      trucks(stage: SimulatedTruck['emissionStage']): SimulatedTruck[] {
        return factory.trucks.filter((each) => each.known && each.emissionStage === stage && each.fuelType === 'diesel');
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
export type FactoryWorld = Awaited<ReturnType<typeof openFactoryWorld>>;
