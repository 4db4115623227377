import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryDraft } from './entry.ts';
import { decodeEntry, encodeEntry, entryKinds, entryOfDraft, isCanonicalEntry } from './entry-codec.ts';

const draft: EntryDraft<'act'> = {
  kind: 'act',
  subject: 'lane:L1',
  at: '2026-01-05T00:01:12.000Z',
  by: { type: 'account', id: 'a1', name: '张三', role: 'guard' },
  body: { action: 'lane.mode', target: 'L1', details: { mode: 'manual' } },
};
const text =
  '{"at":"2026-01-05T00:01:12.000Z","body":{"action":"lane.mode","details":{"mode":"manual"},"target":"L1"},"by":{"id":"a1","name":"张三","role":"guard","type":"account"},"kind":"act","seq":7,"site":"s1","subject":"lane:L1","v":1}';

describe('an entry', () => {
  test('is written as canonical JSON in UTF-8 and read back', () => {
    const entry = entryOfDraft(draft, { site: 's1', seq: 7 });
    const bytes = encodeEntry(entry);
    expect(Buffer.from(bytes).toString('utf8')).toBe(text);
    expect(decodeEntry(bytes)).toEqual(entry);
    expect(isCanonicalEntry(bytes)).toBe(true);
  });

  test('without a subject is its own', () => {
    expect(entryOfDraft({ ...draft, subject: null }, { site: 's1', seq: 7 }).subject).toBe('act:7');
  });

  test('the kinds stand in the order of the contract', () => {
    expect(entryKinds).toEqual([
      'passage',
      'passage-evidence',
      'passage-answer',
      'manual-lift',
      'barrier-states',
      'correction',
      'road-vehicle',
      'list-entry',
      'rule-set',
      'gap',
      'act',
    ]);
  });
});

describe('bytes that are no entry', () => {
  test.each([
    ['no JSON', Buffer.from('{'), 'json'],
    ['no UTF-8', Buffer.concat([Buffer.from('"'), Buffer.of(0xff), Buffer.from('"')]), 'json'],
    ['a byte order mark', Buffer.from(`\ufeff${text}`), 'json'],
    ['another kind', Buffer.from(text.replace('"kind":"act"', '"kind":"other"')), 'kind'],
    ['another version', Buffer.from(text.replace('"v":1', '"v":2')), 'v'],
    ['a negative seq', Buffer.from(text.replace('"seq":7', '"seq":-7')), 'seq'],
    ['no object', Buffer.from('null'), ''],
  ])('%s', (_name, bytes, problem) => {
    expect(() => decodeEntry(bytes)).toThrow(expect.objectContaining({ code: 'LEDGER_ENTRY_UNREADABLE', params: { problem } }));
    expect(isCanonicalEntry(bytes)).toBe(false);
  });

  test('the same content written otherwise is not canonical', () => {
    expect(isCanonicalEntry(Buffer.from(text.replace('"v":1', '"v": 1')))).toBe(false);
    expect(isCanonicalEntry(Buffer.from(text.replace('"seq":7', '"seq":7.0')))).toBe(false);
    expect(isCanonicalEntry(Buffer.from(text.replace('{"mode":"manual"}', '{"mode":"manual","mode":"manual"}')))).toBe(false);
  });

  test('one flipped bit is never the same entry', () => {
    const bytes = Buffer.from(text);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] as number) ^ (1 << bit);
        if (isCanonicalEntry(flipped)) expect(decodeEntry(flipped)).not.toEqual(JSON.parse(text));
      }),
    );
  });
});
