import type { BarrierState } from '../../domain/codes.ts';
import type { Writer } from '../../storage/contract.ts';
import type { Clock } from '../passages/parts.ts';
import { forgetLifts } from './followed-lifts.ts';

/** Which opening a command belongs to: a passage, or a lift without one (the seq of its entry). */
export interface CommandOf {
  passageId: string | null;
  liftSeq: number | null;
  laneId: string;
  /** Seconds until an arm that says nothing counts as unconfirmed. */
  confirmSeconds: number;
  /** True when the lane has an end switch wired: silence is then a fault, otherwise it is only not known. */
  hasFeedback: boolean;
}

interface Transition {
  passageId: string | null;
  liftSeq: number | null;
  state: BarrierState;
  at: string;
}

/** How long an end switch's last word is taken for its level: after that its closing may have been missed, ms. */
const levelTrustMs = 15_000;

/** State changes are written together, so that a busy gate does not pay an entry each (docs/adr/0006). */
const batchMs = 150;
/** After a write that failed, ms. */
const retryMs = 5_000;

/**
 * Follows each opening from `requested` to `confirmed`, `unconfirmed` or `expired` and records the changes as entries.
 * Opening is never repeated here: a second pulse on a toggle board would close the arm.
 */
export function createBarrierCommands(parts: {
  writer: Writer;
  clock: Clock;
  onChanged: (command: CommandOf, state: BarrierState) => void;
  onError: (error: unknown) => void;
}) {
  const { writer, clock } = parts;
  const armsUp = new Map<string, number>();
  const following = new Map<string, { command: CommandOf; cancel: () => void }>();
  let batch: Transition[] = [];
  let flushing: Promise<void> = Promise.resolve();
  let scheduled = false;

  const keyOf = (command: CommandOf) => (command.passageId !== null ? `p${command.passageId}` : `l${command.liftSeq}`);

  const schedule = (ms: number) => {
    if (scheduled) return;
    scheduled = true;
    clock.after(ms, () => void flush());
  };

  const flush = () => {
    scheduled = false;
    const states = batch;
    batch = [];
    if (states.length === 0) return flushing;
    flushing = flushing
      .then(() =>
        writer.run((tx) => {
          tx.append({
            kind: 'barrier-states',
            subject: null,
            at: new Date(clock.now()).toISOString(),
            by: { type: 'system', name: 'barrier' },
            body: { states },
          });
          forgetLifts(tx, settledLifts(states));
        }),
      )
      .catch((error) => {
        // What became of an opening is not forgotten because the disk was full for a while.
        batch = [...states, ...batch];
        schedule(retryMs);
        parts.onError(error);
      });
    return flushing;
  };

  const record = (command: CommandOf, state: BarrierState) => {
    batch.push({ passageId: command.passageId, liftSeq: command.liftSeq, state, at: new Date(clock.now()).toISOString() });
    schedule(batchMs);
    parts.onChanged(command, state);
  };

  const finish = (command: CommandOf, state: BarrierState) => {
    const key = keyOf(command);
    following.get(key)?.cancel();
    following.delete(key);
    record(command, state);
  };

  return {
    /** The device took the command; the arm has not been seen yet. */
    accepted(command: CommandOf): void {
      record(command, 'accepted');
      // A truck close behind finds the arm still up: no edge of the end switch will follow, its level already says open.
      if (clock.elapsed() - (armsUp.get(command.laneId) ?? Number.NEGATIVE_INFINITY) < levelTrustMs) {
        finish(command, 'confirmed');
        return;
      }
      following.get(keyOf(command))?.cancel();
      const cancel = clock.after(command.confirmSeconds * 1000, () => {
        following.delete(keyOf(command));
        record(command, 'unconfirmed');
      });
      following.set(keyOf(command), { command, cancel });
    },
    /** The command did not reach the device in time, and never will. */
    expired(command: CommandOf): void {
      finish(command, 'expired');
    },
    /** The device refused it or its answer got lost: whether the arm moved is not known. */
    unconfirmed(command: CommandOf): void {
      finish(command, 'unconfirmed');
    },
    /** This command's arm has been seen up. */
    confirmed(command: CommandOf): void {
      if (following.has(keyOf(command))) finish(command, 'confirmed');
    },
    /** The end switch of a lane has left its open end. */
    laneLeftOpen(laneId: string): void {
      armsUp.delete(laneId);
    },
    /** The end switch of a lane says open: the oldest followed command of the lane is confirmed. */
    laneOpened(laneId: string): void {
      armsUp.set(laneId, clock.elapsed());
      for (const { command } of following.values()) {
        if (command.laneId !== laneId) continue;
        finish(command, 'confirmed');
        return;
      }
    },
    /** Writes what is still collected and follows nothing further; for shutdown. The next start settles what was under way. */
    async settle(): Promise<void> {
      for (const { cancel } of following.values()) cancel();
      following.clear();
      await flush();
    },
  };
}
export type BarrierCommands = ReturnType<typeof createBarrierCommands>;

function settledLifts(states: readonly Transition[]): Set<number> {
  return new Set(states.flatMap(({ liftSeq, state }) => (liftSeq !== null && state !== 'accepted' ? [liftSeq] : [])));
}
