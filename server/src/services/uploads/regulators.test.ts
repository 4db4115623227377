import { afterEach, expect, test } from 'vitest';
import { startHebeiPlatform } from '../../../simulators/platforms/hebei-low-emission.ts';
import type { AnyEntry } from '../../domain/ledger/entry.ts';
import { regulatorProtocols } from '../../regulators/index.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import { createHttpSender } from './http-sender.ts';
import type { Regulator } from './parts.ts';
import { createRegulators } from './regulators.ts';

const author = { by: { type: 'account' as const, id: 'a1', name: '管理员', role: 'administrator' } };
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function openOffice() {
  const site = await openTempSite();
  cleanups.push(site.remove);
  const used: (readonly Regulator[])[] = [];
  const uploads = { use: async (list: readonly Regulator[]) => void used.push(list), probeNow: () => {} };
  const open = () => createRegulators({ writer: site.writer, protocols: regulatorProtocols, now: Date.now, uploads, openHttp: createHttpSender });
  const entries = () =>
    Array.from({ length: site.ledger.size }, (_, seq) => JSON.parse(Buffer.from(site.ledger.entryBytes(seq) ?? []).toString('utf8')) as AnyEntry);
  return { site, used, open, regulators: open(), entries };
}
const settings = {
  baseUrl: 'http://127.0.0.1:9/',
  tokenPath: '/token',
  clientId: 'demo',
  clientSecret: 'top-secret-1',
  username: '',
  password: 'top-secret-2',
};
const draft = { protocol: 'hebei-low-emission', name: '河北平台', settings, enabled: true };

test('a platform goes out with masked secrets, and a masked one that comes back changes nothing', async () => {
  const { regulators, used, open } = await openOffice();
  const { id } = await regulators.create(draft, author);
  expect(regulators.find(id).settings).toEqual({
    baseUrl: 'http://127.0.0.1:9/',
    tokenPath: '/token',
    clientId: 'demo',
    clientSecret: '••••',
    password: '••••',
  });
  await regulators.update(id, { name: '河北平台二', settings: { clientSecret: '••••', clientId: 'other' } }, author);
  expect(used.at(-1)).toMatchObject([
    { id, name: '河北平台二', settings: { baseUrl: 'http://127.0.0.1:9', clientId: 'other', clientSecret: 'top-secret-1', password: 'top-secret-2' } },
  ]);
  const again = open();
  await again.start();
  expect(again.list()).toMatchObject([{ id, name: '河北平台二', problem: null }]);
});

test('every change is an entry and no entry has a secret', async () => {
  const { regulators, entries } = await openOffice();
  const { id } = await regulators.create(draft, author);
  await regulators.update(id, { settings: { clientSecret: 'top-secret-3' } }, author);
  await regulators.update(id, { enabled: false }, author);
  await regulators.remove(id, author);
  expect(entries().map((entry) => (entry.kind === 'act' ? entry.body.action : entry.kind))).toEqual([
    'regulator.create',
    'regulator.update',
    'regulator.update',
    'regulator.remove',
  ]);
  expect(JSON.stringify(entries())).not.toContain('top-secret');
  expect(regulators.list()).toEqual([]);
});

test('settings that do not fit are refused by the name of the field, an unknown protocol by its id', async () => {
  const { regulators } = await openOffice();
  await expect(regulators.create({ ...draft, settings: { ...settings, clientSecret: '' } }, author)).rejects.toMatchObject({
    code: 'HTTP_INVALID',
    params: { problem: '「客户端密钥」必须填写', field: 'settings.clientSecret' },
  });
  await expect(regulators.create({ ...draft, protocol: 'nobody' }, author)).rejects.toMatchObject({ code: 'REGULATOR_PROTOCOL_UNKNOWN' });
  await expect(regulators.update('nobody', {}, author)).rejects.toMatchObject({ code: 'REGULATOR_NOT_FOUND' });
});

test('the login test says in Chinese what is wrong, and that it works', async () => {
  const platform = await startHebeiPlatform();
  cleanups.push(platform.stop);
  const { regulators } = await openOffice();
  const { id } = await regulators.create(
    { ...draft, settings: { ...settings, baseUrl: platform.baseUrl, tokenPath: platform.tokenPath, clientId: platform.clientId } },
    author,
  );
  expect(await regulators.test(id, {})).toMatchObject({ ok: false, message: '平台没有给出令牌：客户端或口令错误' });
  expect(await regulators.test(id, { clientSecret: platform.clientSecret })).toMatchObject({ ok: true, message: '登录成功' });
  await platform.control.down();
  expect(await regulators.test(id, {})).toMatchObject({ ok: false, message: '平台拒绝连接（ECONNREFUSED）' });
});

test('an address elsewhere gets the stored secrets neither by a change nor by a login test', async () => {
  const elsewhere = await startHebeiPlatform();
  cleanups.push(elsewhere.stop);
  const { regulators } = await openOffice();
  const { id } = await regulators.create(draft, author);
  const refusal = { code: 'SITE_SECRETS_NEEDED', params: { address: '平台地址', secrets: '「客户端密钥」「密码」', field: 'settings.clientSecret' } };
  const moved = { baseUrl: elsewhere.baseUrl };
  await expect(regulators.update(id, { settings: moved }, author)).rejects.toMatchObject(refusal);
  await expect(regulators.update(id, { settings: { ...moved, clientSecret: '••••', password: '••••' } }, author)).rejects.toMatchObject(refusal);
  await expect(regulators.test(id, moved)).rejects.toMatchObject(refusal);
  expect(regulators.find(id).settings.baseUrl).toBe(settings.baseUrl);
  await regulators.update(id, { settings: { ...moved, clientSecret: 'another', password: '' } }, author);
  expect(regulators.find(id).settings).toMatchObject({ baseUrl: elsewhere.baseUrl, clientSecret: '••••' });
});
