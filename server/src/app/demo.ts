import { createFactoryDay, type DayEvent, playFactoryDay } from '../../simulators/factory-day.ts';
import { startHebeiPlatform } from '../../simulators/platforms/hebei-low-emission.ts';
import type { Passage } from '../domain/passage.ts';
import { createLog } from '../http/log.ts';
import type { AppConfig } from './config.ts';
import { type ApiClient, createApiClient } from './demo/api-client.ts';
import { type DemoCamera, isapiAccount, startDemoCameras } from './demo/demo-cameras.ts';
import { buildDemoFactory } from './demo/demo-factory.ts';
import { freePort } from '../../simulators/free-port.ts';
import { openSite, type Site } from './site.ts';

const system = { type: 'system', name: 'demo' } as const;
/** The platform goes away now and then, so that the queue can be watched, ms. */
const outageEveryMs = 150_000;
const outageForMs = 25_000;

export interface RunningDemo {
  url: string;
  /** One-time links: the administrator's first. */
  loginLinks: readonly { displayName: string; link: string }[];
  stop(): Promise<void>;
}

/** Runs the demo factory until `stop`: trucks come and go at `pace` (1 is real time), the simulated platform fails now and then. */
export async function startDemo({ config, pace, print }: { config: AppConfig; pace: number; print: (line: string) => void }): Promise<RunningDemo> {
  const site = await openSite({ config, log: createLog('error') });
  const ending = new AbortController();
  const { token } = await site.parts.accounts.createToken({ name: '演示驱动', role: 'administrator', by: system });
  const api = createApiClient(site.url, token);
  const platform = await startHebeiPlatform({ latencyMs: 60, fetchPhotos: true, port: await platformPort(site) });
  const isapiPort = await isapiPortOf(api);
  const factory = await buildDemoFactory(api, { platform, isapi: { baseUrl: `http://127.0.0.1:${isapiPort}`, ...isapiAccount } });
  const cameras = await startDemoCameras(site.url, factory.lanes, isapiPort);
  const loginLinks = await makeLogins(site);

  const outages = setInterval(() => {
    print(`监管平台模拟中断 ${outageForMs / 1000} 秒，记录留在本地，恢复后自动补传`);
    void platform.control.down(outageForMs);
  }, outageEveryMs);
  const events = createFactoryDay({ trucks: factory.trucks, seed: Date.now() % 100_000, hours: 24, visitsPerHour: 40 });
  const playing = playFactoryDay({ events, pace, signal: ending.signal, onEvent: (event) => drive(event, cameras, api) }).catch((error: unknown) =>
    print(`演示车流停止：${String(error)}`),
  );

  return {
    url: site.url,
    loginLinks,
    async stop() {
      ending.abort();
      clearInterval(outages);
      await playing;
      for (const camera of cameras.values()) camera.stop();
      await platform.stop();
      await site.close();
    },
  };
}

/** One truck at one lane; resolves to whether it got through, now or by the guard's answer within a minute. */
async function drive(event: DayEvent, cameras: ReadonlyMap<string, DemoCamera>, api: ApiClient): Promise<boolean> {
  const camera = cameras.get(event.laneCode);
  if (!camera) return false;
  const plate = event.reading === 'unread' ? null : event.truck.plateNumber;
  const { opened } = await camera.pass({ plate, color: plate === null ? 'unknown' : event.truck.plateColor, confidence: event.confidence });
  if (plate === null) return opened;
  const found = (await api.get<{ items: Passage[] }>(`/passages?plateNumber=${encodeURIComponent(plate)}&limit=1`)).items[0];
  if (found && opened && event.cargo) {
    await api
      .post(`/passages/${found.id}/corrections`, { cargoName: event.cargo.name, cargoTonnes: event.cargo.tonnes, reason: '地磅单补录' })
      .catch(() => undefined);
  }
  return found?.passed ?? false;
}

/** People of the demo have no passwords: each printed link lets one person in, once. */
async function makeLogins(site: Site): Promise<{ displayName: string; link: string }[]> {
  const { accounts } = site.parts;
  const people = [
    { name: 'admin', displayName: '演示管理员', role: 'administrator' },
    { name: 'manager', displayName: '演示环保负责人', role: 'environment-manager' },
    { name: 'guard', displayName: '演示门卫', role: 'guard' },
  ] as const;
  const links: { displayName: string; link: string }[] = [];
  for (const person of people) {
    const known = (await accounts.register.list()).find((account) => account.name === person.name);
    const account = known ?? (await accounts.register.create({ ...person, password: null }, system));
    const secret = await accounts.createLoginLink({ accountId: account.id, minutes: 24 * 60, by: system });
    links.push({ displayName: person.displayName, link: `${site.url}/login#token=${secret}` });
  }
  return links;
}

/** A folder that has been used before names the ports of its simulators in its settings; they are kept. */
async function platformPort(site: Site): Promise<number> {
  const baseUrl = site.parts.regulators.list()[0]?.settings.baseUrl;
  return typeof baseUrl === 'string' ? Number(new URL(baseUrl).port) : freePort();
}

async function isapiPortOf(api: ApiClient): Promise<number> {
  const { items } = await api.get<{ items: { adapter: string; settings: { baseUrl?: string } }[] }>('/devices');
  const baseUrl = items.find((device) => device.adapter === 'hikvision-isapi')?.settings.baseUrl;
  return baseUrl ? Number(new URL(baseUrl).port) : freePort();
}
