import type { DeviceCommands, DeviceConnection, DisplayContent } from '../../devices/contract.ts';
import type { Clock, DeviceConfig, LaneConfig, SiteConfig } from '../passages/parts.ts';
import { type DeviceMailbox, mergeCommands, noCommands } from './device-mailbox.ts';

/** A text for a truck that has left is worse than none, ms. */
const showValidMs = 10_000;

export interface ShownLine {
  text: string;
  color: 'green' | 'red' | 'amber';
}

/** What each lane's display shows now, and the ways to put something on it. */
export function createLaneDisplays(parts: {
  siteConfig: SiteConfig;
  mailbox: DeviceMailbox;
  clock: Clock;
  connectionOf: (deviceId: string) => DeviceConnection | null;
  onChanged: (laneId: string) => void;
}) {
  const { siteConfig, mailbox, clock } = parts;
  const shown = new Map<string, { lines: ShownLine[]; at: number }>();

  const framesFor = (camera: DeviceConfig, content: DisplayContent): DeviceCommands => ({
    ...noCommands,
    show: content,
    serial: siteConfig
      .displaysVia(camera.id)
      .flatMap((display) => (display.adapter.kind === 'display' ? display.adapter.encode(content, display.settings) : [])),
  });

  return {
    /**
     * Shows `content` on the lane. What can travel in the reply to `replyingTo` is returned; everything else is sent by its
     * own way and may fail without touching the passage.
     */
    show(lane: LaneConfig, replyingTo: DeviceConfig | null, content: DisplayContent): DeviceCommands {
      const color = content.outcome === 'admit' ? 'green' : content.outcome === 'deny' ? 'red' : 'amber';
      const lines = [content.plateNumber, content.stageText, content.controlText, content.verdictText]
        .filter((text) => text !== null)
        .map((text) => ({ text, color }) as ShownLine);
      shown.set(lane.id, { lines, at: clock.now() });
      const inReply: DeviceCommands[] = [];
      for (const device of siteConfig.devicesOfLane(lane.id)) {
        if (device.adapter.kind !== 'camera') continue;
        const commands = framesFor(device, content);
        if (device.adapter.commandPath === 'reply') {
          if (commands.serial.length === 0 && !device.adapter.capabilities.some((one) => one === 'text-display' || one === 'announcer')) continue;
          if (device.id === replyingTo?.id) inReply.push(commands);
          else void mailbox.post(device.id, commands, showValidMs);
        } else if (device.adapter.capabilities.includes('text-display')) {
          // It speaks, too: what is shown has its own words for the voice.
          void parts.connectionOf(device.id)?.show?.(content);
        }
      }
      parts.onChanged(lane.id);
      return mergeCommands(inReply);
    },
    linesOf(laneId: string): { lines: ShownLine[]; at: number } | null {
      return shown.get(laneId) ?? null;
    },
  };
}
export type LaneDisplays = ReturnType<typeof createLaneDisplays>;
