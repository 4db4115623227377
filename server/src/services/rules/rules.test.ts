import { afterEach, describe, expect, test } from 'vitest';
import { defaultRuleSet } from '../../domain/decision/default-rules.ts';
import type { StageLimit } from '../../domain/decision/rule-set.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import { createRules } from './rules.ts';

const manager: Actor = { type: 'account', id: 'account-1', name: '李环保', role: 'environment-manager' };
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function openHouse() {
  const clock = createFakeClock();
  const site = await openTempSite({ now: clock.now });
  cleanups.push(site.remove);
  const parts = { writer: site.writer, readers: site.readers, clock };
  const entries = () => Array.from({ length: site.ledger.size }, (_entry, seq) => decodeEntry(site.ledger.entryBytes(seq) as Uint8Array));
  return { site, clock, parts, entries, rules: createRules(parts) };
}
const draft = { ...defaultRuleSet('china-5'), title: '国五线' };

describe('the rules in force', () => {
  test('a site without rules says so instead of deciding by none', async () => {
    const { rules } = await openHouse();
    expect(() => rules.current()).toThrow(expect.objectContaining({ code: 'RULES_NONE_PUBLISHED' }));
  });

  test('a fresh site gets the 国四 line as version 1, published by the system in an entry, once', async () => {
    const { rules, entries } = await openHouse();
    const [first] = await Promise.all([rules.ensureBaseRules(), rules.ensureBaseRules('china-5')]);
    expect(first).toMatchObject({ ...defaultRuleSet('china-4'), version: 1, state: 'published', publishedBy: 'base-rules' });
    expect(rules.current()).toEqual(first);
    expect(entries()).toHaveLength(1);
    expect(entries()[0]).toMatchObject({ kind: 'rule-set', subject: `rule-set:${first.id}`, body: { change: 'published', version: 1 } });
  });

  test('the stage line of a set-up is in force after its transaction, and the same line again is no new version', async () => {
    const { rules, site } = await openHouse();
    await rules.ensureBaseRules();
    await site.writer.run((tx) => rules.applyStageLine(tx, 'china-4', manager));
    expect(rules.current().version).toBe(1);
    await site.writer.run((tx) => rules.applyStageLine(tx, 'china-5', manager));
    await site.writer.run(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(rules.current()).toMatchObject({ version: 2, publishedBy: '李环保', stageLimits: [{ maxBarredStage: 'china-5' }] });
  });

  test('a set-up that fails leaves the rules as they were', async () => {
    const { rules, site } = await openHouse();
    await rules.ensureBaseRules();
    const failed = site.writer.run((tx) => {
      rules.applyStageLine(tx, 'china-5', manager);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await site.writer.run(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(rules.current()).toMatchObject({ version: 1, stageLimits: [{ maxBarredStage: 'china-4' }] });
  });

  test('a restart finds the published pack again', async () => {
    const { rules, parts } = await openHouse();
    const published = await rules.ensureBaseRules();
    expect(createRules(parts).current()).toEqual(published);
  });
});

describe('drafts and versions', () => {
  test('a draft has no version and decides nothing; published it is in force at once and the one before is superseded', async () => {
    const { rules, clock, entries } = await openHouse();
    const base = await rules.ensureBaseRules();
    const made = await rules.createDraft(draft, manager);
    expect(made).toMatchObject({ version: 0, state: 'draft', createdBy: '李环保', publishedAt: null });
    expect(rules.current().id).toBe(base.id);
    await clock.advance(60_000);
    const published = await rules.publish(made.id, '提标', manager);
    expect(rules.current()).toEqual(published);
    expect(published).toMatchObject({ version: 2, state: 'published', publishedBy: '李环保', publishedAt: '2026-03-02T02:01:00.000Z' });
    const page = await rules.list({ limit: 10 });
    expect(page.items.map(({ version, state }) => ({ version, state }))).toEqual([
      { version: 2, state: 'published' },
      { version: 1, state: 'superseded' },
    ]);
    expect(entries().at(-1)).toMatchObject({ kind: 'act', body: { action: 'rule-set.publish', details: { version: 2, reason: '提标' } } });
  });

  test('two drafts published at once get two versions and one of them is in force', async () => {
    const { rules } = await openHouse();
    await rules.ensureBaseRules();
    const drafts = await Promise.all([rules.createDraft(draft, manager), rules.createDraft(draft, manager)]);
    const published = await Promise.all(drafts.map((each) => rules.publish(each.id, '提标', manager)));
    expect(published.map((each) => each.version)).toEqual([2, 3]);
    expect(rules.current().version).toBe(3);
    expect((await rules.list({ limit: 10, state: 'published' })).items).toHaveLength(1);
  });

  test('only drafts change and are published', async () => {
    const { rules } = await openHouse();
    const base = await rules.ensureBaseRules();
    await expect(rules.updateDraft(base.id, { title: '新' }, manager)).rejects.toMatchObject({ code: 'RULES_NOT_DRAFT', params: { version: 1 } });
    await expect(rules.publish(base.id, '再发', manager)).rejects.toMatchObject({ code: 'RULES_NOT_DRAFT' });
    await expect(rules.publish('none', '再发', manager)).rejects.toMatchObject({ code: 'RULES_NOT_FOUND', params: { id: 'none' } });
  });

  test('a draft changes in the members that are sent, and an empty change is no entry', async () => {
    const { rules, entries } = await openHouse();
    const made = await rules.createDraft(draft, manager);
    const changed = await rules.updateDraft(made.id, { requireReview: false }, manager);
    expect(changed).toEqual({ ...made, requireReview: false });
    const before = entries().length;
    await rules.updateDraft(made.id, { requireReview: false }, manager);
    expect(entries()).toHaveLength(before);
    expect(await rules.get(made.id)).toEqual(changed);
  });

  test.each([
    ['limits that share an id', { stageLimits: [...draft.stageLimits, ...draft.stageLimits] }],
    ['a limit for no vehicle type', { stageLimits: draft.stageLimits.map((limit) => ({ ...limit, vehicleClasses: [] })) }],
    ['a limit for no fuel', { stageLimits: draft.stageLimits.map((limit) => ({ ...limit, fuelTypes: [] })) }],
    ['a limit at an unknown stage', { stageLimits: draft.stageLimits.map((limit) => ({ ...limit, maxBarredStage: 'unknown' as const })) }],
  ])('%s are refused', async (_what, change) => {
    const { rules, entries } = await openHouse();
    await expect(rules.createDraft({ ...draft, ...change }, manager)).rejects.toMatchObject({ code: 'RULES_INVALID' });
    expect(entries()).toHaveLength(0);
  });

  test('the comparison names each difference in Chinese, limits by their id', async () => {
    const { rules } = await openHouse();
    await rules.ensureBaseRules();
    const made = await rules.createDraft({ ...defaultRuleSet('china-4'), requireReview: false }, manager);
    expect((await rules.compare(made.id)).changes).toEqual([{ path: 'requireReview', title: '未复核车辆须核验', before: true, after: false }]);
    const limit = defaultRuleSet('china-4').stageLimits[0] as StageLimit;
    const changed = await rules.updateDraft(made.id, { requireReview: true, stageLimits: [{ ...limit, maxBarredStage: 'china-5' }] }, manager);
    expect((await rules.compare(changed.id)).changes).toEqual([
      { path: `stageLimits.${limit.id}.maxBarredStage`, title: `排放阶段限制 › ${limit.title} › 禁止的最高排放阶段`, before: 'china-4', after: 'china-5' },
    ]);
    await rules.updateDraft(made.id, { stageLimits: [] }, manager);
    expect((await rules.compare(made.id)).changes).toEqual([
      { path: `stageLimits.${limit.id}`, title: `排放阶段限制 › ${limit.title}`, before: limit, after: null },
    ]);
  });
});

describe('trying a plate', () => {
  test('a draft decides on the real lists and records nothing', async () => {
    const { rules, site, entries } = await openHouse();
    const base = await rules.ensureBaseRules();
    expect(await rules.try(base.id, { plateNumber: '冀b·12345', direction: 'in', lane: null })).toMatchObject({ outcome: 'ask' });
    await site.writer.run((tx) =>
      tx.append({
        kind: 'list-entry',
        subject: 'list-entry:1',
        at: '2026-03-02T01:00:00.000Z',
        by: manager,
        body: { id: '1', change: 'added', list: 'black', plateNumber: '冀B12345', plateColor: null, reason: '超标', startAt: null, endAt: null },
      }),
    );
    const before = entries().length;
    expect(await rules.try(base.id, { plateNumber: '冀b·12345', direction: 'in', lane: null })).toMatchObject({ outcome: 'deny' });
    expect(entries()).toHaveLength(before);
  });

  test('what is no plate is refused', async () => {
    const { rules } = await openHouse();
    const base = await rules.ensureBaseRules();
    await expect(rules.try(base.id, { plateNumber: '无牌', direction: 'in', lane: null })).rejects.toMatchObject({ code: 'PLATE_INVALID' });
  });
});
