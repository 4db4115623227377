import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import { createBarrierCommands, type CommandOf } from './barrier-commands.ts';

let site: TempSite;
beforeEach(async () => {
  site = await openTempSite();
});
afterEach(() => site.remove());

const lifted: CommandOf = { passageId: null, liftSeq: 7, laneId: 'lane-1', confirmSeconds: 5, hasFeedback: true };

function followed(run: TempSite['writer']['run'] = site.writer.run) {
  const clock = createFakeClock();
  const [seen, errors]: [string[], unknown[]] = [[], []];
  const commands = createBarrierCommands({
    writer: { ...site.writer, run },
    clock,
    onChanged: (_command, state) => seen.push(state),
    onError: (error) => errors.push(error),
  });
  return { clock, seen, errors, commands };
}

const written = () => {
  const states: string[] = [];
  for (let seq = 0; seq < site.ledger.size; seq += 1) {
    const entry = JSON.parse(Buffer.from(site.ledger.entryBytes(seq) ?? []).toString('utf8'));
    if (entry.kind === 'barrier-states') states.push(...entry.body.states.map((each: { state: string }) => each.state));
  }
  return states;
};

describe('an opening', () => {
  it('is unconfirmed when the end switch says nothing in time', async () => {
    const { clock, seen, commands } = followed();
    commands.accepted(lifted);
    await clock.advance(5_000);
    commands.laneOpened('lane-1');
    expect(seen).toEqual(['accepted', 'unconfirmed']);
  });

  it('accepted twice is confirmed by the end switch although the time of the first has run out', async () => {
    const { clock, seen, commands } = followed();
    commands.accepted(lifted);
    await clock.advance(3_000);
    commands.accepted(lifted);
    await clock.advance(3_000);
    commands.laneOpened('lane-1');
    expect(seen).toEqual(['accepted', 'accepted', 'confirmed']);
  });

  it('keeps what became of it until the disk takes it', async () => {
    let full = true;
    const { clock, errors, commands } = followed((job) => (full ? Promise.reject(new Error('disk full')) : site.writer.run(job)));
    commands.accepted(lifted);
    await clock.advance(1_000);
    expect([errors.length, written()]).toEqual([1, []]);
    full = false;
    commands.laneOpened('lane-1');
    await clock.advance(6_000);
    await commands.settle();
    expect(written()).toEqual(['accepted', 'confirmed']);
  });

  it('is confirmed at once while the end switch still says open for the truck before', async () => {
    const { clock, seen, commands } = followed();
    commands.laneOpened('lane-1');
    await clock.advance(2_000);
    commands.accepted(lifted);
    expect(seen).toEqual(['accepted', 'confirmed']);
  });

  it('is not confirmed by an arm that has left its open end, nor by an old word', async () => {
    const { clock, seen, commands } = followed();
    commands.laneOpened('lane-1');
    commands.laneLeftOpen('lane-1');
    commands.accepted(lifted);
    await clock.advance(5_000);
    commands.laneOpened('lane-1');
    await clock.advance(60_000);
    commands.accepted(lifted);
    await clock.advance(5_000);
    expect(seen).toEqual(['accepted', 'unconfirmed', 'accepted', 'unconfirmed']);
  });
});
