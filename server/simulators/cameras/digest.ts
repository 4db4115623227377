import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type DigestResult = { ok: true } | { ok: false; challenge: string; locked: boolean; stale: boolean };
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * HTTP Digest (RFC 7616, MD5, qop auth) of a camera: nonces expire, nc must rise, five bad answers lock the account
 * until `unlock`. A request without credentials is no bad answer.
 */
export function createDigestGuard(of: { realm: string; username: string; password: string; maxUses?: number; maxBad?: number }) {
  const nonces = new Map<string, number>();
  const stats = { challenges: 0, bad: 0, replays: 0, stale: 0, locked: false };

  const refuse = (stale: boolean): DigestResult => {
    const nonce = randomBytes(16).toString('hex');
    nonces.set(nonce, 0);
    stats.challenges++;
    const challenge = `Digest qop="auth", realm="${of.realm}", nonce="${nonce}", stale="${stale}", opaque="${md5(of.realm)}", domain="::"`;
    return { ok: false, challenge, locked: stats.locked, stale };
  };
  const bad = (): DigestResult => {
    stats.bad++;
    if (stats.bad >= (of.maxBad ?? 5)) stats.locked = true;
    return refuse(false);
  };

  return {
    stats,
    unlock(): void {
      stats.locked = false;
      stats.bad = 0;
    },
    /** Makes every nonce stale, as a reboot does. */
    forgetNonces(): void {
      nonces.clear();
    },
    check(request: IncomingMessage): DigestResult {
      const header = request.headers.authorization ?? '';
      if (!header) return refuse(false);
      if (stats.locked || !/^Digest /i.test(header)) return bad();
      const given = parseDigest(header);
      const nonce = given.nonce ?? '';
      const used = nonces.get(nonce);
      const count = Number.parseInt(given.nc ?? '', 16);
      const ha1 = md5(`${of.username}:${of.realm}:${of.password}`);
      const ha2 = md5(`${request.method}:${given.uri}`);
      const expected = md5([ha1, nonce, given.nc, given.cnonce, given.qop, ha2].join(':'));
      const fits =
        given.username === of.username && given.qop === 'auth' && given.uri === request.url && /^[0-9a-f]{8}$/i.test(given.nc ?? '') && !!given.cnonce;
      if (!fits || given.response !== expected) return bad();
      if (used === undefined || used >= (of.maxUses ?? 10_000)) {
        stats.stale++;
        nonces.delete(nonce);
        return refuse(true);
      }
      if (count <= used) {
        stats.replays++;
        return refuse(true);
      }
      nonces.set(nonce, count);
      stats.bad = 0;
      return { ok: true };
    },
  };
}

function parseDigest(header: string): Record<string, string> {
  return Object.fromEntries([...header.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)].map((match) => [match[1] ?? '', match[2] ?? match[3] ?? '']));
}
