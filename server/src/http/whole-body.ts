import { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { AppError } from '../domain/errors.ts';
import { giveBack } from '../domain/give-back.ts';

/**
 * Reads a body of at most `limit` bytes into one buffer of its own, and gives the pieces back on the way.
 * Throws HTTP_TOO_LARGE, and HTTP_INVALID when it is not as long as it said or breaks off.
 */
export function readWholeBody(payload: Readable, { statedLength, limit }: { statedLength: string | undefined; limit: number }): Promise<Buffer> {
  const stated = Number(statedLength);
  if (stated > limit) return Promise.reject(new AppError('HTTP_TOO_LARGE'));
  return new Promise((resolve, reject) => {
    let pieces: Buffer[] = [];
    let length = 0;
    // A parser of a connection copies each piece for us alone; what another stream hands out may still be somebody's.
    const ours = payload instanceof IncomingMessage;
    const done = (problem: AppError | null) => {
      payload.off('data', take).off('end', finish).off('error', broken);
      if (problem) reject(problem);
      else resolve(joined(pieces, length, ours ? giveBack : keep));
      pieces = [];
    };
    const take = (piece: Buffer) => {
      length += piece.length;
      if (length > limit) done(new AppError('HTTP_TOO_LARGE'));
      else pieces.push(piece);
    };
    const finish = () => done(Number.isNaN(stated) || stated === length ? null : new AppError('HTTP_INVALID', { problem: '长度与 Content-Length 不符' }));
    const broken = () => done(new AppError('HTTP_INVALID', { problem: '内容没有传完' }));
    payload.on('data', take).on('end', finish).on('error', broken);
  });
}

const keep = () => undefined;

function joined(pieces: readonly Buffer[], length: number, dispose: (piece: Buffer) => void): Buffer {
  const whole = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
    dispose(piece);
  }
  return whole;
}
