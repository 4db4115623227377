import { AppError } from '../../domain/errors.ts';
import { sha256Of } from '../../domain/sha256.ts';
import type { DeviceAnswer, DeviceEvent, DeviceRequest, PlateReadEvent, WireReply } from '../../devices/contract.ts';
import type { SnapshotStore, Writer } from '../../storage/contract.ts';
import { mergeCommands, noCommands } from '../lanes/device-mailbox.ts';
import type { LaneRuntime } from '../lanes/lane-runtime.ts';
import { type PassageIntake, pulseLimitMs, type TakenRead } from './passage-intake.ts';
import type { Clock, DeviceConfig, SiteConfig } from './parts.ts';

/** Longer than a command stays useful, shorter than the time-out of a camera (5 s by default), ms. */
const holdMs = 4_000;
/** Trouble of a device is over when nothing wrong has come for so long: good and bad bodies in turn are one interruption, ms. */
const quietMs = 60_000;
/** A device that calls again so soon after our answer is polling for commands, ms. */
const pollGapMs = 2_500;

/** More of an undecodable body is not kept: garbage must not fill the disk. Its SHA-256 is of the whole. */
const keptBytes = 1024 * 1024;

export type { DeviceRequest } from '../../devices/contract.ts';

export interface PushResponse {
  reply: WireReply;
  /** Call once: whether the reply left for the device. Only then has a command been handed over. */
  onSent(ok: boolean): void;
}

/**
 * Everything a device pushes: who is it, decode, keep, decide, answer in its own protocol after the commit.
 * `gone` says that the device has hung up: commands then wait for its next request. Throws DEVICE_* errors for a wrong token,
 * source or serial number; a body that cannot be decoded is kept first.
 */
export function createPushReceiver(parts: {
  siteConfig: SiteConfig;
  writer: Writer;
  snapshots: SnapshotStore;
  clock: Clock;
  runtime: LaneRuntime;
  intake: PassageIntake;
  learnSerial: (deviceId: string, serialNumber: string) => Promise<void>;
  keepFrame: (frame: {
    deviceId: string;
    receivedAt: number;
    contentType: string | null;
    sha256: string;
    problem: string | null;
    frame: Uint8Array;
  }) => Promise<void>;
  sourceAllowed: (device: DeviceConfig, address: string) => boolean;
  onError: (error: unknown) => void;
}) {
  const { siteConfig, clock, runtime } = parts;
  const answeredAt = new Map<string, number>();
  const troubledAt = new Map<string, number>();

  const refuse = (device: DeviceConfig, code: 'DEVICE_SOURCE_REFUSED' | 'DEVICE_SERIAL_MISMATCH', details: Record<string, string>): never => {
    troubledAt.set(device.id, clock.now());
    runtime.gaps.open('device-serial', device.id, { code, ...details });
    throw new AppError(code, details);
  };

  return async function receivePush(token: string, request: DeviceRequest, sourceAddress: string, gone: () => boolean = () => false): Promise<PushResponse> {
    const receivedAt = Date.parse(request.receivedAt);
    const arrivedAt = clock.elapsed();
    const device = siteConfig.deviceByToken(token);
    if (device?.adapter.kind !== 'camera') throw new AppError('DEVICE_TOKEN_UNKNOWN');
    if (!parts.sourceAllowed(device, sourceAddress)) refuse(device, 'DEVICE_SOURCE_REFUSED', { source: sourceAddress });
    const adapter = device.adapter;
    const decoded = adapter.decode(request, device.settings);

    if (!decoded.ok) {
      await parts.keepFrame({
        deviceId: device.id,
        receivedAt,
        contentType: request.contentType,
        sha256: await sha256Of(request.body),
        problem: decoded.problem,
        frame: (decoded.frame ?? request.body).subarray(0, keptBytes),
      });
      troubledAt.set(device.id, receivedAt);
      runtime.statuses.undecodable(device, decoded.problem);
      throw new AppError('DEVICE_BODY_UNDECODABLE', { problem: decoded.problem });
    }
    if (decoded.serialNumber !== null && device.serialNumber === null) await parts.learnSerial(device.id, decoded.serialNumber);
    else if (decoded.serialNumber !== null && isOtherDevice(decoded.serialNumber, device.serialNumber))
      refuse(device, 'DEVICE_SERIAL_MISMATCH', { serialNumber: decoded.serialNumber });
    if (receivedAt - (troubledAt.get(device.id) ?? 0) > quietMs) {
      runtime.gaps.close('device-serial', device.id);
      runtime.gaps.close('device-undecodable', device.id);
    }
    runtime.statuses.seen(device);

    const reads = decoded.events.filter((event): event is PlateReadEvent => event.kind === 'plate-read');
    for (const event of decoded.events) await handleOther(device, event);
    const heartbeat = decoded.events.find((event) => event.kind === 'heartbeat');
    if (heartbeat) {
      runtime.statuses.beat(device);
      const polls = heartbeat.mayHold && receivedAt - (answeredAt.get(device.id) ?? 0) < pollGapMs;
      if (polls && !runtime.mailbox.has(device.id)) await runtime.mailbox.hold(device.id, holdMs);
    }

    const frameSha256 = await sha256Of(decoded.frame);
    const taken: TakenRead[] = [];
    for (const read of reads) {
      taken.push(
        await parts.intake.take({
          read,
          device,
          receivedAt,
          arrivedAt,
          frameSha256,
          frame: decoded.frame,
          contentType: request.contentType,
          source: sourceAddress,
        }),
      );
    }
    const stored = taken.every((one) => one.stored);
    // Reads of one push are stored one after the other: what was fresh at the first may be late after the last.
    const mayOpen = stored && clock.elapsed() - arrivedAt < pulseLimitMs;
    const opens = mayOpen && taken.some((one) => one.commands.openBarrier);
    // A reply that is not an acknowledgement, or that nobody waits for, must not carry commands of others either.
    const mail = stored && !gone() ? runtime.mailbox.take(device.id, { pulse: !opens }) : null;
    const answer: DeviceAnswer = {
      request,
      events: decoded.events,
      stored,
      verdict: taken.length === 1 ? (taken[0]?.verdict ?? null) : null,
      commands: stored
        ? mergeCommands([...taken.map(({ commands }) => (mayOpen ? commands : { ...commands, openBarrier: false })), mail?.commands ?? noCommands])
        : noCommands,
    };
    const onSent = (ok: boolean) => {
      answeredAt.set(device.id, clock.now());
      for (const one of taken) one.onSent(mayOpen ? (ok ? 'sent' : 'lost') : 'withheld');
      if (ok) mail?.sent();
      else mail?.lost();
    };
    try {
      return { reply: adapter.reply(answer, device.settings), onSent };
    } catch (error) {
      onSent(false);
      throw error;
    }
  };

  async function handleOther(device: DeviceConfig, event: DeviceEvent): Promise<void> {
    switch (event.kind) {
      case 'input':
        runtime.input(device, event.input, event.value);
        return;
      case 'snapshot':
        try {
          for (const picture of event.pictures) {
            if ('bytes' in picture) runtime.snapshotArrived(device.id, { kind: picture.kind, ...(await parts.snapshots.put(picture.bytes)) });
          }
        } catch (error) {
          parts.onError(error);
        }
        return;
      case 'serial-data':
      case 'heartbeat':
      case 'plate-read':
        return;
      default:
        event satisfies never;
    }
  }
}

const networkAddress = /^[0-9a-f]{12}$/;

/**
 * Firmware writes the same serial in another letter case or with other separators from one message to the next, and a device that names itself
 * by its network address in one message and by another id in the next has not been exchanged.
 */
function isOtherDevice(stated: string, learnt: string | null): boolean {
  const [one, other] = [stated, learnt ?? ''].map((serial) => serial.toLowerCase().replace(/[\s:._-]/g, '')) as [string, string];
  return one !== other && networkAddress.test(one) === networkAddress.test(other);
}
