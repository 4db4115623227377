import type { Outcome, SnapshotKind } from '../../domain/codes.ts';
import type { RuleSet } from '../../domain/decision/rule-set.ts';
import type { PassageBody, SnapshotRef } from '../../domain/ledger/entry.ts';
import type { DeviceCommands, PlateReadEvent } from '../../devices/contract.ts';
import type { SnapshotStore, WriteTx, Writer } from '../../storage/contract.ts';
import { noCommands } from '../lanes/device-mailbox.ts';
import type { LaneRuntime } from '../lanes/lane-runtime.ts';
import type { CommandOf } from '../lanes/barrier-commands.ts';
import { handlePassage, type PassageResult } from './handle-passage.ts';
import type { Clock, DeviceConfig, LaneConfig, PassedPassage } from './parts.ts';
import { decideUnstored } from './unstored-read.ts';

/** A pulse is never sent later than this after its read was received, ms. */
export const pulseLimitMs = 3_000;

/** Enough for every truck that stands at a gate while the disk is full. */
const keptRefusals = 1_000;

export interface TakenRead {
  /** False: the device must keep the read and send it again. */
  stored: boolean;
  verdict: Outcome | null;
  commands: DeviceCommands;
  /** What became of the reply; `withheld`: it left without the pulse. */
  onSent(reply: 'sent' | 'lost' | 'withheld'): void;
}

export interface ArrivedRead {
  read: PlateReadEvent;
  device: DeviceConfig;
  receivedAt: number;
  /** The same by `clock.elapsed`: the pulse's three seconds begin here, whatever is done to the wall clock. */
  arrivedAt: number;
  frameSha256: string;
  frame: Uint8Array;
  contentType: string | null;
  /** The address the device pushed from. */
  source: string;
}

/**
 * Takes one decoded read through pictures, the write job and the consequences. Order matters: pictures are on disk before
 * the entry that names them, the entry is on disk before a barrier moves, and screens are told last.
 */
export function createPassageIntake(parts: {
  writer: Writer;
  snapshots: SnapshotStore;
  clock: Clock;
  runtime: LaneRuntime;
  rules: { current(): RuleSet };
  laneOf: (id: string) => LaneConfig | null;
  enqueue: (tx: WriteTx, passage: PassedPassage) => void;
  fetchPictures: (device: DeviceConfig, source: string, passageId: string, urls: { kind: SnapshotKind; url: string }[]) => Promise<void>;
  onError: (error: unknown) => void;
}) {
  const { clock, runtime } = parts;
  /** First arrival of reads that could not be stored: a device sends them again, and the truck's 3 s do not begin anew. */
  const refusedAt = new Map<string, number>();
  const keyOf = ({ device, read }: ArrivedRead) => (read.eventKey === null ? null : `${device.id} ${read.eventKey}`);
  const nothing = { verdict: null, commands: noCommands, onSent: () => {} };

  return {
    async take(pushed: ArrivedRead): Promise<TakenRead> {
      const arrived = { ...pushed, read: wellFormed(pushed.read) };
      const { read, device, receivedAt } = arrived;
      const lane = parts.laneOf(device.laneId);
      if (!lane) return { stored: false, ...nothing };
      const status = runtime.statuses.of(device.id);
      status.reads += 1;

      let result: PassageResult;
      try {
        const snapshots = await storePictures(parts.snapshots, read);
        result = await parts.writer.run((tx) => {
          const handled = handlePassage(
            tx,
            // Storing pictures took a while: the lane may have been set to manual meanwhile.
            {
              read,
              device,
              lane: parts.laneOf(lane.id) ?? lane,
              receivedAt,
              snapshots,
              frameSha256: arrived.frameSha256,
              canOpen: runtime.canOpen(lane.id) && !runtime.heldUp(lane.id),
            },
            { ruleSet: parts.rules.current(), enqueue: parts.enqueue },
          );
          if (handled.kind === 'passage') {
            tx.query('frame.put', {
              deviceId: device.id,
              receivedAt,
              contentType: arrived.contentType,
              passageId: handled.passageId,
              sha256: arrived.frameSha256,
              problem: null,
              frame: arrived.frame,
            });
          }
          return handled;
        });
      } catch (error) {
        parts.onError(error);
        const key = keyOf(arrived);
        if (key !== null && !refusedAt.has(key)) refusedAt.set(key, arrived.arrivedAt);
        if (refusedAt.size > keptRefusals) refusedAt.delete(refusedAt.keys().next().value ?? '');
        // The guard still learns who stands there and what the rules say; nothing is acknowledged, nothing opens.
        runtime.notStored(lane, decideUnstored(arrived, lane, { gate: parts.writer.gate, ruleSet: parts.rules.current() }));
        return { stored: false, ...nothing };
      }

      runtime.stored();
      if (read.live && read.capturedAt !== null && result.kind !== 'duplicate') runtime.statuses.skew(device, receivedAt - Date.parse(read.capturedAt));
      const urls = read.pictures.filter((picture) => 'url' in picture);
      if (urls.length > 0 && result.kind !== 'duplicate') void parts.fetchPictures(device, arrived.source, result.passageId, urls).catch(parts.onError);
      if (result.kind !== 'passage') {
        status.duplicates += 1;
        runtime.screens.passage(result.passageId);
        return { stored: true, ...nothing };
      }
      return consequences(result, arrived, lane);
    },
  };

  function consequences(result: PassageResult & { kind: 'passage' }, arrived: ArrivedRead, lane: LaneConfig): TakenRead {
    const { body, passageId } = result;
    const { device } = arrived;
    const key = keyOf(arrived) ?? '';
    const arrivedAt = refusedAt.get(key) ?? arrived.arrivedAt;
    refusedAt.delete(key);
    // Before anything is shown: a lane's lamps are sent with its last passage, and must not bring back the one before.
    runtime.passageStored(lane.id, passageId);
    const command: CommandOf = { passageId, liftSeq: null, laneId: lane.id, confirmSeconds: lane.confirmSeconds, hasFeedback: runtime.hasFeedback(lane.id) };
    const fresh = () => clock.elapsed() - arrivedAt < pulseLimitMs;
    const opener = runtime.openerFor(lane.id, device);
    const byReply = opener?.id === device.id && opener.adapter.kind === 'camera' && opener.adapter.commandPath === 'reply';
    let openBarrier = false;
    if (body.barrier === 'requested') {
      if (!fresh()) runtime.barrierCommands.expired(command);
      else if (byReply) openBarrier = true;
      else void runtime.open(lane, command, { before: arrivedAt + pulseLimitMs, via: opener }).catch(parts.onError);
    }
    // After the pulse: on a camera that takes one call at a time a display that hangs would use up the pulse's three seconds.
    const shown = body.live ? display(lane, device, body) : noCommands;
    return {
      stored: true,
      verdict: body.live && (body.outcome !== 'admit' || fresh()) ? body.outcome : null,
      commands: { ...shown, openBarrier },
      onSent(reply) {
        if (!openBarrier) return;
        // A broken connection may have carried the command or not: that is not known, and never repeated.
        if (reply === 'sent') runtime.barrierCommands.accepted(command);
        else if (reply === 'lost') runtime.barrierCommands.unconfirmed(command);
        else runtime.barrierCommands.expired(command);
      },
    };
  }

  /** A text that cannot be shown keeps no barrier shut. */
  function display(lane: LaneConfig, device: DeviceConfig, body: PassageBody): DeviceCommands {
    try {
      return runtime.show(lane, device, body);
    } catch (error) {
      parts.onError(error);
      return noCommands;
    }
  }
}
export type PassageIntake = ReturnType<typeof createPassageIntake>;

/** Half characters in a device's text would make the entry unwritable; they become the replacement character. */
function wellFormed(read: PlateReadEvent): PlateReadEvent {
  const text = <T extends string | null>(value: T) => (value === null ? null : value.toWellFormed());
  return {
    ...read,
    eventKey: text(read.eventKey),
    plateText: text(read.plateText),
    capturedAtText: text(read.capturedAtText),
    read: Object.fromEntries(Object.entries(read.read).map(([name, value]) => [name.toWellFormed(), typeof value === 'string' ? value.toWellFormed() : value])),
  };
}

async function storePictures(store: SnapshotStore, read: PlateReadEvent): Promise<SnapshotRef[]> {
  const withBytes = read.pictures.filter((picture) => 'bytes' in picture);
  return Promise.all(withBytes.map(async (picture) => ({ kind: picture.kind, ...(await store.put(picture.bytes, { gives: true })) })));
}
