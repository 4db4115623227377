import { statfs } from 'node:fs/promises';
import type { Clock } from '../passages/parts.ts';
import type { Gaps } from './gaps.ts';

/** Bytes that this program may still write, and all there are. */
export interface DiskSpace {
  free: number;
  total: number;
}

/** Alarmed when less is free than either; see the settings of the site. */
export interface DiskLimits {
  freePercent: number;
  freeGigabytes: number;
}

const everyMs = 60_000;
const gigabyte = 1024 ** 3;
/** The alarm ends only well above its limit, so that pictures coming and going do not ring it again and again. */
const endsAbove = 1.1;

/** The space of the disk that holds a folder; null when it cannot be told. */
export async function diskSpaceOf(folder: string): Promise<DiskSpace | null> {
  const disk = await statfs(folder).catch(() => null);
  return disk && { free: disk.bavail * disk.bsize, total: disk.blocks * disk.bsize };
}

/**
 * Looks at the free space once a minute and makes little of it an interruption, while it can still be written down and acted on.
 * A look that fails says nothing: neither does it open an alarm nor end one.
 */
export function createDiskWatch(parts: {
  measure: () => Promise<DiskSpace | null>;
  limits: () => DiskLimits;
  gaps: Pick<Gaps, 'open' | 'close'>;
  clock: Pick<Clock, 'after'>;
  onError: (error: unknown) => void;
}) {
  let stopped = true;
  let cancel = () => {};

  const look = async () => {
    const disk = await parts.measure();
    if (disk === null || disk.total <= 0) return;
    const { freePercent, freeGigabytes } = parts.limits();
    const limit = Math.max((disk.total * freePercent) / 100, freeGigabytes * gigabyte);
    const details = { freeGigabytes: rounded(disk.free), totalGigabytes: rounded(disk.total), limitGigabytes: rounded(limit) };
    if (disk.free < limit) parts.gaps.open('disk-low', 'site', details);
    else if (disk.free >= limit * endsAbove) parts.gaps.close('disk-low', 'site', details);
  };
  const again = async () => {
    await look().catch(parts.onError);
    if (!stopped) cancel = parts.clock.after(everyMs, () => void again());
  };

  return {
    /** Resolves after the first look. */
    start(): Promise<void> {
      stopped = false;
      return again();
    },
    stop(): void {
      stopped = true;
      cancel();
    },
  };
}

function rounded(bytes: number): number {
  return Math.round((bytes / gigabyte) * 10) / 10;
}
