import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../domain/ledger/entry.ts';
import type { ExportKind } from '../services/exports/export-job.ts';
import { createExports } from '../services/exports/exports.ts';
import { writeExport } from '../services/exports/write-export.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { appendPassed } from '../testing/passed-passages.ts';
import { draft, passageBody } from '../testing/sample-drafts.ts';
import { openTempSite } from '../testing/temp-database.ts';
import { readWorkbook } from '../testing/workbook.ts';
import { exportsOf } from './programs/index.ts';
import { openSiteWorld, type SiteWorld } from './site-world.ts';

const morning = Date.parse('2026-03-02T00:00:00Z');
const asker = { actor: { type: 'account', id: 'account-1', name: '李环保', role: 'environment-manager' } as const, role: 'environment-manager' as const };

let world: SiteWorld;
beforeAll(async () => {
  world = await openSiteWorld();
  await world.site.parts.storage.writer.run((tx) => {
    for (let i = 0; i < 6; i += 1) {
      const plateNumber = `测A0000${i}`;
      const entered = appendPassed(tx, {
        direction: 'in',
        plateNumber,
        at: morning + i * 3_600_000,
        snapshots: [{ kind: 'full', sha256: String(i).repeat(64), bytes: 9 }],
      });
      if (i % 2 === 0) appendPassed(tx, { direction: 'out', plateNumber, at: morning + i * 3_600_000 + 600_000, visitId: entered.visitId });
    }
    appendPassed(tx, { direction: 'out', plateNumber: '测A00009', at: morning });
    const details = {
      registeredOn: '2022-05-01',
      brandModel: '测试牌 CA4250',
      engineNumber: 'E-1',
      networked: true,
      useNature: 'A',
      emissionInfoSheetSha256: 'e'.repeat(64),
      vehicleLicenseSha256: 'd'.repeat(64),
    };
    const body = passageBody({
      laneId: 'lane-9',
      laneCode: '09',
      entranceCode: 'E9',
      plateNumber: '测B00001',
      outcome: 'deny',
      passed: false,
      barrier: 'none',
    });
    tx.append(draft('passage', body));
    const id = String(tx.nextSeq);
    const { vehicle } = body.facts;
    tx.append(
      draft(
        'passage',
        passageBody({
          entranceCode: 'E9',
          plateNumber: '测B00002',
          facts: { ...body.facts, vehicle: vehicle && { ...vehicle, details, fleetName: '=cmd|甲<乙>' } },
          visit: { effect: 'open', visitId: id, questions: ['second-in'] },
        }),
        { at: 86_400_000 },
      ),
    );
  });
});
afterAll(() => world.close());

async function finished(id: string, bearer?: string) {
  for (;;) {
    const { json } = await world.get(`/exports/${id}`, bearer);
    if (json.state !== 'running') return json;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
async function download(id: string, bearer: string) {
  const response = await fetch(`${world.site.url}/api/v1/exports/${id}/file`, { headers: { authorization: `Bearer ${bearer}` } });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}
async function exported(kind: ExportKind, filter: Record<string, unknown> = {}) {
  const bearer = await world.tokenOf('administrator');
  const { id } = (await world.post('/exports', { kind, format: 'xlsx', filter }, bearer)).json;
  const job = await finished(id, bearer);
  const { sheets } = await readWorkbook((await download(id, bearer)).bytes);
  const [header = [], ...rows] = sheets[0]?.rows ?? [];
  expect(job).toMatchObject({ state: 'done', rows: rows.length, problem: null, url: `/api/v1/exports/${id}/file` });
  return rows.map((row) => Object.fromEntries(header.map((title, index) => [title, row[index] ?? null])));
}
const acts = async (action: string) => (await world.get(`/audit?action=${action}&limit=100`)).json.items;

describe('the content of an export', () => {
  it('HJ 1321 §附录 C the file is the 25 columns of the 台账 in the words people read, what is unknown blank', async () => {
    const [row] = await exported('visits', { plateNumber: '测b·00002' });
    expect(row).toEqual({
      进厂出入口编号: 'E9',
      进厂道闸编号: '1',
      出厂出入口编号: null,
      出厂道闸编号: null,
      进厂时间: '2026-03-02 08:00:00',
      出厂时间: null,
      车牌号码: '测B00002',
      号牌颜色: '黄',
      车辆类型: '重型普通货车',
      注册登记日期: '2022-05-01',
      '车辆识别代号（VIN）': 'LTEST000000000001',
      车辆品牌型号: '测试牌 CA4250',
      燃料类型: '柴油',
      排放标准: '国六',
      联网状态: '已联网',
      使用性质: '非营运',
      进厂运输货物名称: null,
      '进厂运输量（t）': null,
      出厂运输货物名称: null,
      '出厂运输量（t）': null,
      车队名称: '=cmd|甲<乙>',
      进厂照片: null,
      出厂照片: null,
      随车清单: 'e'.repeat(64),
      行驶证: 'd'.repeat(64),
    });
    const [unregistered] = await exported('visits', { plateNumber: '测A00002' });
    expect(unregistered).toMatchObject({ 出厂道闸编号: '02', 出厂时间: '2026-03-02 10:10:00', 排放标准: null, 燃料类型: null, 进厂照片: '2'.repeat(64) });
  });

  it('follows a correction of cargo and plate', async () => {
    const [passage] = (await world.get('/passages?plateNumber=%E6%B5%8BA00001')).json.items;
    await world.post(`/passages/${passage.id}/corrections`, { cargoName: '焦炭', cargoTonnes: 31.5, reason: '补录货物' });
    expect(await exported('visits', { plateNumber: '测A00001' })).toMatchObject([{ 进厂运输货物名称: '焦炭', '进厂运输量（t）': 31.5 }]);
    expect(await exported('passages', { plateNumber: '测A00001' })).toMatchObject([
      { 车牌号码: '测A00001', 进出: '进', 判定: '放行', 货物: '焦炭', 是否通过: '已通过' },
    ]);
  });

  it('as CSV cannot run as a formula', async () => {
    const bearer = await world.tokenOf('auditor');
    const { id } = (await world.post('/exports', { kind: 'visits', format: 'csv', filter: { plateNumber: '测B00002' } }, bearer)).json;
    expect(await finished(id, bearer)).toMatchObject({ state: 'done', rows: 1 });
    const { response, bytes } = await download(id, bearer);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="visits_\d{14}\.csv"; filename\*=UTF-8''%E8%BF%9B%E5%87%BA%E5%8E%82%E5%8F%B0%E8%B4%A6_\d{14}\.csv$/,
    );
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const lines = bytes.toString().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(",'=cmd|甲<乙>,");
  });

  it('without a row is a header alone', async () => {
    expect(await exported('passages', { plateNumber: '测Z99999' })).toEqual([]);
  });
});

describe('the filter of an export', () => {
  const passageFilters = [
    {},
    { plateNumber: '测A00004' },
    { laneId: 'lane-9' },
    { entranceCode: 'E9', direction: 'in' },
    { direction: 'out' },
    { outcome: 'deny' },
    { emissionStage: 'china-6' },
    { passed: 'false' },
    { question: 'true' },
    { from: '2026-03-02T09:00:00', to: '2026-03-02T11:00:00+08:00' },
  ];
  it.each(passageFilters)('takes exactly the passages of the list with %o', async (filter) => {
    const { items } = (await world.get(`/passages?limit=500&${new URLSearchParams(filter as Record<string, string>)}`)).json;
    expect((await exported('passages', filter)).map((row) => row.台账序号)).toEqual(items.map((item: { seq: number }) => item.seq));
  });

  const visitFilters = [
    {},
    { state: 'inside' },
    { state: 'orphan' },
    { state: 'closed', to: '2026-03-02T10:00:00Z' },
    { question: 'true' },
    { from: '2026-03-02' },
    { entranceCode: 'E9', laneCode: '9' },
    { emissionStage: 'china-6', fuelType: 'diesel' },
    { emissionStage: 'unknown' },
  ];
  it.each(visitFilters)('takes exactly the visits of the list with %o', async (filter) => {
    const { items } = (await world.get(`/visits?limit=500&${new URLSearchParams(filter as Record<string, string>)}`)).json;
    expect((await exported('visits', filter)).map((row) => row.车牌号码)).toEqual(items.map((item: { plateNumber: string }) => item.plateNumber));
  });

  it('is refused with a member that the list does not know, and nothing is begun', async () => {
    const before = (await acts('export.create')).length;
    for (const body of [
      { kind: 'visits', format: 'xlsx', filter: { laneId: 'lane-9' } },
      { kind: 'passages', format: 'xlsx', filter: { state: 'inside' } },
      { kind: 'passages', format: 'xlsx', filter: { from: '昨天' } },
      { kind: 'vehicles', format: 'xlsx', filter: {} },
      { kind: 'visits', format: 'pdf', filter: {} },
    ])
      expect(await world.post('/exports', body)).toMatchObject({ status: 400, json: { code: 'HTTP_INVALID' } });
    expect(await acts('export.create')).toHaveLength(before);
  });
});

describe('who may export', () => {
  it('a guard may not; others see their own, auditors everybody, administrators download everybody', async () => {
    const [guard, manager, auditor, administrator] = await Promise.all(
      (['guard', 'environment-manager', 'auditor', 'administrator'] as const).map((role) => world.tokenOf(role)),
    );
    expect((await world.post('/exports', { kind: 'visits', format: 'csv', filter: {} }, guard)).status).toBe(403);
    const { id } = (await world.post('/exports', { kind: 'visits', format: 'csv', filter: { state: 'inside' } }, manager)).json;
    expect(await finished(id, manager)).toMatchObject({ createdBy: 'environment-manager', filter: { state: 'inside' }, url: expect.any(String) });
    expect((await world.get('/exports', manager)).json.items.map((job: { id: string }) => job.id)).toEqual([id]);

    const other = await world.tokenOf('environment-manager');
    expect((await world.get(`/exports/${id}`, other)).json.code).toBe('EXPORT_NOT_FOUND');
    expect((await world.get(`/exports/${id}/file`, other)).json.code).toBe('EXPORT_NOT_FOUND');
    expect((await world.get('/exports', other)).json.items).toEqual([]);
    expect((await world.get(`/exports/${id}`, auditor)).json).toMatchObject({ state: 'done', url: null });
    expect((await world.get(`/exports/${id}/file`, auditor)).json.code).toBe('AUTH_FORBIDDEN');
    expect((await download(id, administrator as string)).response.status).toBe(200);
    expect((await world.get('/exports/nothing', administrator)).json.code).toBe('EXPORT_NOT_FOUND');
  });

  it('who exported what and how many rows stands in the ledger', async () => {
    const { id } = (await world.post('/exports', { kind: 'visits', format: 'xlsx', filter: { state: 'orphan', from: '2026-03-01' } })).json;
    await finished(id);
    const [created] = await acts('export.create');
    const [done] = await acts('export.done');
    const filter = { state: 'orphan', from: '2026-03-01T00:00:00+08:00' };
    expect(created).toMatchObject({
      target: `export:${id}`,
      by: { type: 'token', name: 'administrator' },
      details: { kind: 'visits', format: 'xlsx', filter },
    });
    expect(done).toMatchObject({ target: `export:${id}`, by: { type: 'token', name: 'administrator' }, details: { kind: 'visits', format: 'xlsx', rows: 1 } });
  });

  it('one person has at most five in hand, which are written one after the other', async () => {
    const bearer = await world.tokenOf('environment-manager');
    const body = { kind: 'visits', format: 'csv', filter: {} };
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.post('/exports', body, bearer)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429]);
    const ids = answers.filter(({ status }) => status === 200).map(({ json }) => json.id);
    for (const id of ids) expect(await finished(id, bearer)).toMatchObject({ state: 'done', rows: 8 });
    const started = (await acts('export.create')).slice(0, 5).map((act: { target: string }) => act.target);
    expect((await acts('export.done')).slice(0, 5).map((act: { target: string }) => act.target)).toEqual(started);
    const page = (await world.get('/exports?limit=3', bearer)).json;
    const rest = (await world.get(`/exports?limit=3&cursor=${page.nextCursor}`, bearer)).json;
    expect([...page.items, ...rest.items].map((job) => job.id).sort()).toEqual([...ids].sort());
    expect(rest.nextCursor).toBeNull();
  });
});

describe('the life of an export', () => {
  async function openHouse(clock = createFakeClock()) {
    const site = await openTempSite({ now: clock.now });
    const folder = join(site.folder, 'exports');
    const errors: unknown[] = [];
    const run = exportsOf(site);
    const openWith = (how: typeof run) =>
      createExports({ writer: site.writer, readers: site.readers, clock, files: { folder, run: how }, onError: (error) => errors.push(error) });
    const open = () => openWith(run);
    const done = async (exports: ReturnType<typeof open>, id: string) => {
      for (;;) {
        const job = await exports.get(id, asker);
        if (job.state !== 'running') return job;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    };
    return { ...{ site, clock, folder, errors, open, openWith, run, done } };
  }

  it('what a stop interrupted has failed after the next start, and its half file is gone', async () => {
    const { site, folder, errors, open, done } = await openHouse();
    const before = open();
    const { id } = await before.create({ kind: 'visits', format: 'xlsx', filter: {} }, asker.actor);
    await before.stop();
    expect((await before.get(id, asker)).state).toBe('running');
    await writeFile(join(site.folder, 'unrelated.txt'), '');
    const after = open();
    after.start();
    expect(await done(after, id)).toMatchObject({ state: 'failed', rows: 0, url: null, problem: '服务在导出途中停止，请重新导出' });
    await expect(after.file(id, asker)).rejects.toMatchObject({ code: 'EXPORT_NOT_READY' });
    const again = await after.create({ kind: 'visits', format: 'xlsx', filter: {} }, asker.actor);
    expect(await done(after, again.id)).toMatchObject({ state: 'done', rows: 0 });
    expect(await readdir(folder)).toEqual([`${again.id}.xlsx`]);
    expect(errors).toEqual([]);
    await after.stop();
    await site.remove();
  });

  it('its file goes after seven days, whole or half, and nothing else does', async () => {
    const { site, folder, errors, open, done, clock } = await openHouse();
    const exports = open();
    const { id } = await exports.create({ kind: 'passages', format: 'csv', filter: {} }, asker.actor);
    await done(exports, id);
    await writeFile(join(folder, `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.xlsx.part`), '');
    await writeFile(join(folder, 'notes.txt'), '');
    exports.start();
    while ((await readdir(folder)).length > 2) await new Promise((resolve) => setTimeout(resolve, 25));
    await clock.advance(6 * 86_400_000);
    expect((await exports.get(id, asker)).url).not.toBeNull();
    (await exports.file(id, asker)).stream.destroy();
    await clock.advance(2 * 86_400_000);
    while (existsSync(join(folder, `${id}.csv`))) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await readdir(folder)).toEqual(['notes.txt']);
    expect(await exports.get(id, asker)).toMatchObject({ state: 'done', rows: 0, url: null });
    await expect(exports.file(id, asker)).rejects.toMatchObject({ code: 'EXPORT_FILE_MISSING' });
    expect(errors).toEqual([]);
    await exports.stop();
    await site.remove();
  });

  it('says in Chinese why no file came about', async () => {
    const { site, folder, errors, open, done } = await openHouse();
    await writeFile(folder, 'a file where the folder should be');
    const exports = open();
    const { id } = await exports.create({ kind: 'visits', format: 'csv', filter: {} }, asker.actor);
    expect(await done(exports, id)).toMatchObject({ state: 'failed', url: null, problem: '导出文件没有写成。请检查数据目录与磁盘后重新导出' });
    expect(errors).toHaveLength(1);
    await exports.stop();
    await site.remove();
  });

  it('ends, says why and leaves no half file when the disk is full, which is no fault of the program', async () => {
    const { site, folder, errors, openWith, run, done } = await openHouse();
    const exports = openWith((task, options) => {
      mkdirSync(folder, { recursive: true });
      // Writing to this device fails as on a full disk.
      symlinkSync('/dev/full', `${task.file}.part`);
      return run(task, options);
    });
    for (const format of ['csv', 'xlsx'] as const) {
      const { id } = await exports.create({ kind: 'visits', format, filter: {} }, asker.actor);
      expect(await done(exports, id)).toMatchObject({
        ...{ state: 'failed', rows: 0, url: null },
        problem: '磁盘剩余空间不足，导出已停止，台账的写入不受影响。请清理磁盘或缩小筛选范围后重新导出',
      });
      await expect(exports.file(id, asker)).rejects.toMatchObject({ code: 'EXPORT_NOT_READY' });
    }
    expect([await readdir(folder), errors]).toEqual([[], []]);
    await exports.stop();
    await site.remove();
  });

  it('stops in the middle when the disk has only the room left that belongs to the ledger', async () => {
    const { site, folder } = await openHouse();
    await site.writer.run((tx) => {
      for (let i = 0; i < 5_001; i += 1) appendPassed(tx, { direction: 'in', plateNumber: `测C${String(i).padStart(5, '0')}`, at: morning + i * 1000 });
    });
    const free = [512 * 1024 * 1024, 512 * 1024 * 1024 - 1];
    const seen: number[] = [];
    const parts = { query: site.writer.query, onRows: (rows: number) => seen.push(rows), freeBytes: () => free.shift() ?? 0 };
    const task = { kind: 'passages', format: 'csv', filter: {}, file: join(folder, 'x.csv') } as const;
    await expect(writeExport(task, parts)).rejects.toMatchObject({ code: 'EXPORT_NO_SPACE' });
    expect([seen, await readdir(folder)]).toEqual([[1_000], []]);
    await site.remove();
  });

  it('thirty thousand rows come back whole and in order', async () => {
    const { site, open, done, folder } = await openHouse();
    const rows = 30_000;
    for (let first = 0; first < rows; first += 2_000)
      await site.writer.run((tx) => {
        for (let i = first; i < first + 2_000; i += 1)
          appendPassed(tx, { direction: 'in', plateNumber: `测C${String(i).padStart(5, '0')}`, at: morning + i * 1000 });
      });
    const exports = open();
    const { id } = await exports.create({ kind: 'visits', format: 'xlsx', filter: {} }, asker.actor satisfies Actor);
    expect(await done(exports, id)).toMatchObject({ state: 'done', rows });
    const { sheets } = await readWorkbook(join(folder, `${id}.xlsx`));
    const plates = sheets[0]?.rows.slice(1).map((row) => row[6]);
    expect(plates).toEqual(Array.from({ length: rows }, (_, i) => `测C${String(rows - 1 - i).padStart(5, '0')}`));
    await exports.stop();
    await site.remove();
  });
});
