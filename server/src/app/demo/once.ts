import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startHebeiPlatform } from '../../../simulators/platforms/hebei-low-emission.ts';
import type { Passage } from '../../domain/passage.ts';
import { createLog } from '../../http/log.ts';
import { verifyLedger } from '../../storage/sqlite/verify.ts';
import type { AppConfig } from '../config.ts';
import { openSite } from '../site.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { type DemoCamera, isapiAccount, startDemoCameras } from './demo-cameras.ts';
import { buildDemoFactory } from './demo-factory.ts';
import { freePort } from '../../../simulators/free-port.ts';
import { createSteps, eventually, must } from './steps.ts';

/** A scripted day on a fresh demo factory, one line a step; resolves to whether all went as it should. */
export async function runDemoOnce({ config, print }: { config: AppConfig; print: (line: string) => void }): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'greengate-demo-'));
  const site = await openSite({ config: { ...config, port: 0, host: '127.0.0.1', data: folder, webRoot: null }, log: createLog('silent') });
  const platform = await startHebeiPlatform({ latencyMs: 20, fetchPhotos: true });
  const cameras: DemoCamera[] = [];
  try {
    const { token } = await site.parts.accounts.createToken({ name: '演示', role: 'administrator', by: { type: 'system', name: 'demo' } });
    const api = createApiClient(site.url, token);
    const isapiPort = await freePort();
    const factory = await buildDemoFactory(api, { platform, isapi: { baseUrl: `http://127.0.0.1:${isapiPort}`, ...isapiAccount }, trucks: 24 });
    const lanes = await startDemoCameras(site.url, factory.lanes, isapiPort);
    cameras.push(...lanes.values());
    const steps = createSteps(print);
    await day({ api, lanes, platform, factory, folder, steps });
    return steps.close();
  } finally {
    for (const camera of cameras) camera.stop();
    await platform.stop();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Day {
  api: ApiClient;
  lanes: Map<string, DemoCamera>;
  platform: Awaited<ReturnType<typeof startHebeiPlatform>>;
  factory: Awaited<ReturnType<typeof buildDemoFactory>>;
  folder: string;
  steps: ReturnType<typeof createSteps>;
}

async function day({ api, lanes, platform, factory, folder, steps }: Day): Promise<void> {
  const camera = (code: string): DemoCamera => {
    const found = lanes.get(code);
    if (!found) throw new Error(`没有通道 ${code}`);
    return found;
  };
  const truck = (stage: string) => factory.trucks.find((each) => each.known && each.emissionStage === stage && each.fuelType !== 'hydrogen');
  const last = async (plateNumber: string) =>
    (await api.get<{ items: Passage[] }>(`/passages?plateNumber=${encodeURIComponent(plateNumber)}&limit=1`)).items[0];
  const clean = truck('china-6');
  const dirty = truck('china-4') ?? truck('china-3');
  must(clean !== undefined && dirty !== undefined, '演示车队缺少国六或国四车辆');
  if (!clean || !dirty) return;

  await steps.step('国六货车进厂', async () => {
    const { opened } = await camera('A1').pass({ plate: clean.plateNumber, color: clean.plateColor });
    const passage = await last(clean.plateNumber);
    must(opened && passage?.outcome === 'admit', '应放行并开闸');
    must(camera('A1').display?.lines.some((line) => line.text.includes('允许通行') && line.color === 'green') === true, '显示屏应显示绿色“允许通行”');
    await eventually(async () => (await last(clean.plateNumber))?.barrier === 'confirmed', '应收到开到位信号');
    return `${clean.plateNumber} 放行，道闸已确认开到位，屏显绿字`;
  });

  await steps.step('国四及以下货车被拒', async () => {
    const { opened } = await camera('B1').pass({ plate: dirty.plateNumber, color: dirty.plateColor });
    const passage = await last(dirty.plateNumber);
    must(!opened && passage?.outcome === 'deny', '应拒绝且不开闸');
    must(camera('B1').display?.lines.some((line) => line.text.includes('禁止通行') && line.color === 'red') === true, '显示屏应显示红色“禁止通行”');
    return `${dirty.plateNumber} ${passage?.reasons[0]?.text ?? ''}`;
  });

  await steps.step('未登记车辆由门卫核验后放行', async () => {
    const { opened } = await camera('A1').pass({ plate: '冀B55555', color: 'yellow' });
    const passage = await last('冀B55555');
    must(!opened && passage?.outcome === 'ask', '应等待核验');
    await api.post(`/passages/${passage?.id}/answer`, { outcome: 'admit', reason: '已核对行驶证与随车清单' });
    const before = camera('A1').openings();
    await eventually(() => camera('A1').openings() > before || camera('A1').openings() >= 2, '答复后应开闸');
    const answered = await last('冀B55555');
    must(answered?.passed === true && answered.answer?.reason === '已核对行驶证与随车清单', '答复应入账');
    return '先拦下，门卫核验后开闸，原因入账';
  });

  await steps.step('同一抓拍重复推送', async () => {
    const before = camera('A1').openings();
    await camera('A1').resendLast();
    await camera('A1').resendLast();
    const { items } = await api.get<{ items: Passage[] }>('/passages?plateNumber=%E5%86%80B55555');
    must(items.length === 1 && camera('A1').openings() === before, '不应多记一条，也不应再次开闸');
    return '仍是一条记录，没有再次开闸';
  });

  await steps.step('无牌车辆', async () => {
    const { opened } = await camera('B1').pass({ plate: null, color: 'unknown', confidence: 0 });
    const { items } = await api.get<{ items: Passage[] }>('/questions');
    const question = items.find((each) => each.plateNumber === null);
    must(!opened && question !== undefined, '应进入待核验');
    await api.post(`/passages/${question?.id}/answer`, { outcome: 'deny', reason: '无牌车辆不得进厂' });
    return `按通道规则待核验（${question?.reasons[0]?.text ?? ''}），门卫拒绝`;
  });

  await steps.step('货车出厂，进出配对', async () => {
    const { opened } = await camera('B2').pass({ plate: clean.plateNumber, color: clean.plateColor });
    must(opened, '海康相机应经 ISAPI 开闸');
    const { items } = await api.get<{ items: { state: string; inLaneCode: string; outLaneCode: string }[] }>(
      `/visits?plateNumber=${encodeURIComponent(clean.plateNumber)}`,
    );
    must(items[0]?.state === 'closed' && items[0].inLaneCode === 'A1' && items[0].outLaneCode === 'B2', '台账应有一行完整的进出');
    return `${clean.plateNumber} 由 ${items[0]?.inLaneCode} 进、${items[0]?.outLaneCode} 出，一行台账`;
  });

  await steps.step('误识车牌更正', async () => {
    const passage = await last('冀B55555');
    await api.post(`/passages/${passage?.id}/corrections`, { plateNumber: '冀B55556', reason: '核对照片，末位应为 6' });
    const corrected = await last('冀B55556');
    must(corrected?.corrections[0]?.before.plateNumber === '冀B55555' && corrected.plateText === '冀B55555', '两个版本都应可见');
    return '冀B55555 → 冀B55556，前后两版都在';
  });

  await steps.step('平台中断与自动补传', async () => {
    await platform.control.down();
    const others = factory.trucks.filter((each) => each.known && each.emissionStage === 'china-6' && each !== clean).slice(0, 6);
    for (const each of others) await camera('A1').pass({ plate: each.plateNumber, color: each.plateColor });
    const kept = await api
      .get<{ items: unknown[] }>('/uploads?state=retry')
      .then(async (retry) => retry.items.length + (await api.get<{ items: unknown[] }>('/uploads?state=waiting')).items.length);
    must(kept > 0, '中断期间的记录应留在队列');
    await platform.control.up();
    await eventually(async () => (await unsettled(api)) === 0, '平台恢复后应自动补传完毕', 60_000);
    const legs = platform.records.map((record) => record.key);
    must(
      new Set(legs).size === legs.length && platform.violations.length === 0,
      `平台发现问题：${platform.violations.map((violation) => violation.kind).join('；')}`,
    );
    return `中断期间积压 ${kept} 条，恢复后全部补齐，平台共 ${legs.length} 条，无重复`;
  });

  await steps.step('台账校验', async () => {
    const result = await verifyLedger({ folder });
    must(result.problems.length === 0, result.problems.join('；'));
    return `${result.entries} 条台账、${result.pictures} 张照片全部相符`;
  });

  await steps.step('副本被改动后能查出', async () => {
    const copy = `${folder}-copy`;
    try {
      const source = new Database(join(folder, 'site.db'), { readonly: true });
      await cp(folder, copy, { recursive: true, filter: (path) => !/site\.db(-wal|-shm)?$|[\\/]incoming$/.test(path) });
      await source.backup(join(copy, 'site.db'));
      source.close();
      const db = new Database(join(copy, 'site.db'));
      let refused = false;
      try {
        db.exec('update ledger_entry set bytes = bytes where seq = 3');
      } catch {
        refused = true;
      }
      must(refused, '触发器应拒绝改动');
      db.exec(
        'drop trigger ledger_entry_no_update; update ledger_entry set bytes = cast(replace(cast(bytes as text), \'"v":1\', \'"v":2\') as blob) where seq = 3',
      );
      db.close();
      const result = await verifyLedger({ folder: copy });
      must(result.problems.length > 0, '校验没有发现改动');
      return result.problems[0] ?? '';
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
}

async function unsettled(api: ApiClient): Promise<number> {
  const pages = await Promise.all(['waiting', 'sending', 'retry', 'unknown'].map((state) => api.get<{ items: unknown[] }>(`/uploads?state=${state}&limit=1`)));
  return pages.reduce((sum, page) => sum + page.items.length, 0);
}
