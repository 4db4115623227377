import { randomBytes } from 'node:crypto';
import type { WriteTx } from '../../storage/contract.ts';

/** Public tokens (192 bits) of pictures, made where there is none yet. Keys are SHA-256. */
export function photoTokens(tx: WriteTx, wanted: ReadonlyMap<string, string | null>): Map<string, string> {
  const sha256s = [...wanted.keys()];
  const found = new Map<string, string>();
  if (sha256s.length === 0) return found;
  const collect = (list: string[]) => {
    for (let i = 0; i < list.length; i += 64)
      for (const row of tx.query('photo.of', { sha256s: padded(list.slice(i, i + 64)) })) found.set(row.sha256, row.token);
  };
  collect(sha256s);
  const missing = sha256s.filter((sha256) => !found.has(sha256));
  if (missing.length > 0) {
    const rows = missing.map((sha256) => ({ token: randomBytes(24).toString('base64url'), sha256, passageId: wanted.get(sha256) ?? null }));
    tx.query('photo.insert', { rows });
    for (const row of rows) found.set(row.sha256, row.token);
  }
  return found;
}

/** Few distinct lengths keep few distinct statements. */
function padded(list: string[]): string[] {
  const last = list.at(-1);
  if (last === undefined) return list;
  let length = 1;
  while (length < list.length) length *= 2;
  return [...list, ...Array<string>(length - list.length).fill(last)];
}
