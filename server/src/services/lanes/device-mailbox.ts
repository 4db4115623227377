import type { DeviceCommands } from '../../devices/contract.ts';
import type { Clock } from '../passages/parts.ts';

/** What became of posted commands: `sent` when their reply left, `lost` when its connection broke, `expired` when no request came in time. */
export type Posted = 'sent' | 'lost' | 'expired';

interface Waiting {
  commands: DeviceCommands;
  expiresAt: number;
  cancelExpiry: () => void;
  settle: (result: Posted) => void;
}

export const noCommands: DeviceCommands = { openBarrier: false, hold: null, serial: [], show: null, snapshot: false };

/**
 * Commands of one reply as one object; a later `hold` or `show` wins over an earlier one. A hold opens by itself: a pulse beside it on
 * the same relay could end in letting the arm down on a truck.
 */
export function mergeCommands(parts: readonly DeviceCommands[]): DeviceCommands {
  const hold = parts.findLast((part) => part.hold !== null)?.hold ?? null;
  return {
    openBarrier: hold !== 'hold' && parts.some((part) => part.openBarrier),
    hold,
    serial: parts.flatMap((part) => part.serial),
    show: parts.findLast((part) => part.show !== null)?.show ?? null,
    snapshot: parts.some((part) => part.snapshot),
  };
}

/**
 * Commands for devices that can only be reached in the replies to their own requests. Two pulses never share a reply,
 * because a device sees one, and no release shares one with a pulse, which could let the arm down on the truck that it was raised for.
 * A pulse that waited too long is expired, never sent.
 */
export function createDeviceMailbox(parts: { clock: Clock }) {
  const { clock } = parts;
  const waiting = new Map<string, Waiting[]>();
  const holders = new Map<string, () => void>();

  const drop = (deviceId: string, item: Waiting) => {
    const rest = (waiting.get(deviceId) ?? []).filter((other) => other !== item);
    if (rest.length > 0) waiting.set(deviceId, rest);
    else waiting.delete(deviceId);
  };

  return {
    /** Leaves commands for the device's next request; wakes a request that the device holds open. */
    post(deviceId: string, commands: DeviceCommands, validMs: number): Promise<Posted> {
      return new Promise((resolve) => {
        const item: Waiting = { commands, expiresAt: clock.elapsed() + validMs, cancelExpiry: () => {}, settle: resolve };
        item.cancelExpiry = clock.after(validMs, () => {
          drop(deviceId, item);
          resolve('expired');
        });
        waiting.set(deviceId, [...(waiting.get(deviceId) ?? []), item]);
        holders.get(deviceId)?.();
      });
    },

    /** Takes what may travel now; call `sent` once the reply has left, `lost` when the connection broke. */
    take(deviceId: string, room: { pulse: boolean }): { commands: DeviceCommands; sent(): void; lost(): void } {
      const taken: Waiting[] = [];
      let pulseFree = room.pulse;
      const ready = (waiting.get(deviceId) ?? []).filter((item) => item.expiresAt > clock.elapsed());
      const pulses = !room.pulse || ready.some((item) => item.commands.openBarrier);
      for (const item of ready) {
        if (pulses && item.commands.hold === 'release') continue;
        if (item.commands.openBarrier && !pulseFree) continue;
        if (item.commands.openBarrier) pulseFree = false;
        taken.push(item);
      }
      for (const item of taken) {
        drop(deviceId, item);
        item.cancelExpiry();
      }
      const settle = (result: Posted) => {
        for (const item of taken) item.settle(result);
      };
      return { commands: mergeCommands(taken.map((item) => item.commands)), sent: () => settle('sent'), lost: () => settle('lost') };
    },

    has(deviceId: string): boolean {
      return waiting.has(deviceId);
    },

    /** Resolves when something is posted for the device or after `ms`; a newer holder releases an older one. */
    hold(deviceId: string, ms: number): Promise<void> {
      holders.get(deviceId)?.();
      return new Promise((resolve) => {
        const release = () => {
          cancel();
          if (holders.get(deviceId) === release) holders.delete(deviceId);
          resolve();
        };
        const cancel = clock.after(ms, release);
        holders.set(deviceId, release);
      });
    },
  };
}
export type DeviceMailbox = ReturnType<typeof createDeviceMailbox>;
