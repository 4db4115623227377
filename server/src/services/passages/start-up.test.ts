import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnyEntry } from '../../domain/ledger/entry.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { draft, passageBody } from '../../testing/sample-drafts.ts';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import { createBarrierCommands, type CommandOf } from '../lanes/barrier-commands.ts';
import { followLift } from '../lanes/followed-lifts.ts';
import { noVisit } from './pair-visit.ts';
import { settleOldBarriers } from './start-up.ts';

let site: TempSite;
beforeEach(async () => {
  site = await openTempSite();
});
afterEach(() => site.remove());

const startedAt = Date.parse('2026-03-02T02:00:00Z');
const at = '2026-03-02T02:00:00.000Z';
const lift = () =>
  site.writer.run((tx) => {
    const body = { laneId: 'lane-1', passageId: null, reason: '检修', snapshots: [], barrier: 'requested' as const, passed: true, visit: noVisit };
    const { seq } = tx.append(draft('manual-lift', body));
    followLift(tx, seq);
    return seq;
  });
const commandOf = (liftSeq: number): CommandOf => ({ passageId: null, liftSeq, laneId: 'lane-1', confirmSeconds: 5, hasFeedback: true });
const states = () => {
  const entries = Array.from({ length: site.ledger.size }, (_, seq) => JSON.parse(Buffer.from(site.ledger.entryBytes(seq) ?? []).toString('utf8')) as AnyEntry);
  return entries.flatMap((entry) => (entry.kind === 'barrier-states' ? entry.body.states : []));
};

describe('openings that the former run did not follow to their end', () => {
  it('are unconfirmed, those of passages and lifts alike, once', async () => {
    await site.writer.run((tx) => tx.append(draft('passage', passageBody({ outcome: 'admit', barrier: 'requested' }))));
    const seq = await lift();
    expect(await settleOldBarriers(site.writer, startedAt)).toBe(2);
    expect(states()).toEqual([
      { passageId: '0', liftSeq: null, state: 'unconfirmed', at },
      { passageId: null, liftSeq: seq, state: 'unconfirmed', at },
    ]);
    expect(await settleOldBarriers(site.writer, startedAt)).toBe(0);
    expect(states()).toHaveLength(2);
  });

  it('are only those: a lift that was accepted and no more is one, a confirmed or expired one is not', async () => {
    const clock = createFakeClock();
    const commands = createBarrierCommands({ writer: site.writer, clock, onChanged: () => undefined, onError: () => undefined });
    const [confirmed, expired, accepted] = [await lift(), await lift(), await lift()];
    commands.accepted(commandOf(confirmed));
    commands.laneOpened('lane-1');
    commands.laneLeftOpen('lane-1');
    commands.expired(commandOf(expired));
    commands.accepted(commandOf(accepted));
    await commands.settle();
    expect(await settleOldBarriers(site.writer, startedAt)).toBe(1);
    expect(states().at(-1)).toEqual({ passageId: null, liftSeq: accepted, state: 'unconfirmed', at });
  });
});
