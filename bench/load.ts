import { startChild } from './processes.ts';

export interface LoadCamera {
  /** `/in/<token>` */
  path: string;
  serial: string;
}

export interface LoadPlan {
  host: string;
  port: number;
  cameras: readonly LoadCamera[];
  /** Each connection belongs to one camera, round and round. */
  connections: number;
  warmUpSeconds: number;
  seconds: number;
  /** Null: each sends as soon as it has its reply. Otherwise all send together, this often. */
  burstEveryMs: number | null;
  /** Plates are taken one after the other, so that none comes twice within the merge window. */
  plates: readonly string[];
  /** Where in `plates` to begin. */
  firstPlate?: number;
  /** Bytes of the two pictures of a push; null sends none. */
  pictures: { full: number; crop: number } | null;
}

export interface LoadResult {
  /** ms from the first byte sent to the last byte of the reply. */
  latencies: Float64Array;
  /** Within the measured time; `answered` counts all. */
  replies: number;
  answered: number;
  /** Replies that opened. */
  opened: number;
  /** Replies other than 200. */
  refused: number;
  /** Exchanges without a reply. */
  lost: number;
  seconds: number;
  firstProblem: string | null;
}

/** Plates that this run has sent already: the same one soon again would be evidence of the former passage. */
let used = 0;

/** Runs one plan in a process of its own. Throws when the site refused or lost anything, since such a figure would mean nothing. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const child = await startChild('./load-process.ts', {});
  try {
    const result = await child.call<LoadResult>('run', { ...plan, firstPlate: used });
    used += result.answered + result.lost;
    if (result.refused > 0 || result.lost > 0 || result.replies === 0)
      throw new Error(`${result.refused} refused, ${result.lost} lost of ${result.replies}: ${result.firstProblem}`);
    return result;
  } finally {
    await child.stop();
  }
}
