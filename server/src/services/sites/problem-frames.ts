import type { Readers } from '../../storage/contract.ts';

/** The head of a body, enough to see what a device speaks; a whole one may have 16 MiB. */
const shownBytes = 4_000;

export interface ProblemFrame {
  sha256: string;
  /** ms since the epoch. */
  receivedAt: number;
  contentType: string | null;
  problem: string;
  bytes: number;
  /** The beginning as text; what is no text shows as dots. */
  text: string;
}
export type ProblemFrames = (deviceId: string, limit: number) => Promise<ProblemFrame[]>;

/** Reads the kept bodies of a device that could not be decoded, newest first. */
export function createProblemFrames({ readers }: { readers: Readers }): ProblemFrames {
  return async (deviceId, limit) => {
    const frames = await readers.query('frame.problems', { deviceId, limit });
    return frames.map(({ sha256, receivedAt, contentType, problem, frame }) => ({
      ...{ sha256, receivedAt, contentType },
      problem: problem ?? '',
      bytes: frame.byteLength,
      text: Buffer.from(frame.buffer, frame.byteOffset, Math.min(frame.byteLength, shownBytes))
        .toString('utf8')
        .replace(/[^\P{C}\n\t]|\uFFFD/gu, '·'),
    }));
  };
}
