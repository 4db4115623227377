import { defineQuery } from './definition.ts';

/** Accounts, their sessions, tokens of programs and one-time links. Secrets are stored as SHA-256 (tokens) or argon2id (passwords) alone. */
export const accountQueries = {
  'account.list': defineQuery(
    (db, _params: Record<never, never>, siteId) => db.selectFrom('account').selectAll().where('site_id', '=', siteId).orderBy('name'),
    (rows) => rows,
  ),
  'account.byName': defineQuery(
    (db, params: { name: string }, siteId) => db.selectFrom('account').selectAll().where('site_id', '=', siteId).where('name', '=', params.name),
    (rows) => rows[0] ?? null,
  ),
  'account.byId': defineQuery(
    (db, params: { id: string }, siteId) => db.selectFrom('account').selectAll().where('site_id', '=', siteId).where('id', '=', params.id),
    (rows) => rows[0] ?? null,
  ),
  'account.insert': defineQuery(
    (db, params: { id: string; name: string; displayName: string; role: string; passwordHash: string | null; at: number }, siteId) =>
      db.insertInto('account').values({
        site_id: siteId,
        id: params.id,
        name: params.name,
        display_name: params.displayName,
        role: params.role,
        password_hash: params.passwordHash,
        created_at: params.at,
        password_changed_at: params.passwordHash === null ? null : params.at,
      }),
    () => undefined,
  ),
  'account.update': defineQuery(
    (db, params: { id: string; displayName: string; role: string; disabled: boolean }, siteId) =>
      db
        .updateTable('account')
        .set({ display_name: params.displayName, role: params.role, disabled: Number(params.disabled) })
        .where('site_id', '=', siteId)
        .where('id', '=', params.id),
    () => undefined,
  ),
  'account.setPassword': defineQuery(
    (db, params: { id: string; passwordHash: string; at: number }, siteId) =>
      db
        .updateTable('account')
        .set({ password_hash: params.passwordHash, password_changed_at: params.at })
        .where('site_id', '=', siteId)
        .where('id', '=', params.id),
    () => undefined,
  ),

  'session.byHash': defineQuery(
    (db, params: { hash: string }, siteId) =>
      db
        .selectFrom('session')
        .innerJoin('account', (join) => join.onRef('account.id', '=', 'session.account_id').onRef('account.site_id', '=', 'session.site_id'))
        .select(['session.last_seen_at', 'session.expires_at', 'account.id', 'account.name', 'account.role', 'account.disabled'])
        .where('session.site_id', '=', siteId)
        .where('session.token_hash', '=', params.hash),
    (rows) => rows[0] ?? null,
  ),
  'session.insert': defineQuery(
    (db, params: { hash: string; accountId: string; at: number; expiresAt: number; source: string }, siteId) =>
      db.insertInto('session').values({
        site_id: siteId,
        token_hash: params.hash,
        account_id: params.accountId,
        created_at: params.at,
        last_seen_at: params.at,
        expires_at: params.expiresAt,
        source: params.source,
      }),
    () => undefined,
  ),
  'session.touch': defineQuery(
    (db, params: { hash: string; at: number }, siteId) =>
      db.updateTable('session').set({ last_seen_at: params.at }).where('site_id', '=', siteId).where('token_hash', '=', params.hash),
    () => undefined,
  ),
  'session.delete': defineQuery(
    (db, params: { hash: string }, siteId) => db.deleteFrom('session').where('site_id', '=', siteId).where('token_hash', '=', params.hash),
    () => undefined,
  ),
  'session.deleteOfAccount': defineQuery(
    (db, params: { accountId: string; except: string | null }, siteId) =>
      db
        .deleteFrom('session')
        .where('site_id', '=', siteId)
        .where('account_id', '=', params.accountId)
        .where('token_hash', '<>', params.except ?? ''),
    () => undefined,
  ),
  'session.deleteExpired': defineQuery(
    (db, params: { expiredBefore: number; unseenSince: number }, siteId) =>
      db
        .deleteFrom('session')
        .where('site_id', '=', siteId)
        .where((is) => is.or([is('expires_at', '<=', params.expiredBefore), is('last_seen_at', '<=', params.unseenSince)])),
    () => undefined,
  ),
  'session.ofAccount': defineQuery(
    (db, params: { accountId: string }, siteId) =>
      db
        .selectFrom('session')
        .select(['token_hash', 'created_at', 'last_seen_at', 'expires_at', 'source'])
        .where('site_id', '=', siteId)
        .where('account_id', '=', params.accountId)
        .orderBy('created_at', 'desc'),
    (rows) => rows,
  ),

  'token.byHash': defineQuery(
    (db, params: { hash: string }, siteId) =>
      db
        .selectFrom('api_token')
        .select(['id', 'name', 'role'])
        .where('site_id', '=', siteId)
        .where('token_hash', '=', params.hash)
        .where('revoked_at', 'is', null),
    (rows) => rows[0] ?? null,
  ),
  'token.list': defineQuery(
    (db, _params: Record<never, never>, siteId) =>
      db
        .selectFrom('api_token')
        .select(['id', 'name', 'role', 'created_at', 'created_by', 'revoked_at'])
        .where('site_id', '=', siteId)
        .orderBy('created_at', 'desc')
        .orderBy('id'),
    (rows) => rows,
  ),
  'token.insert': defineQuery(
    (db, params: { id: string; name: string; role: string; hash: string; at: number; by: string }, siteId) =>
      db.insertInto('api_token').values({
        site_id: siteId,
        id: params.id,
        name: params.name,
        role: params.role,
        token_hash: params.hash,
        created_at: params.at,
        created_by: params.by,
        revoked_at: null,
      }),
    () => undefined,
  ),
  'token.revoke': defineQuery(
    (db, params: { id: string; at: number }, siteId) =>
      db.updateTable('api_token').set({ revoked_at: params.at }).where('site_id', '=', siteId).where('id', '=', params.id).where('revoked_at', 'is', null),
    () => undefined,
  ),

  'link.byHash': defineQuery(
    (db, params: { hash: string }, siteId) => db.selectFrom('one_time_link').selectAll().where('site_id', '=', siteId).where('token_hash', '=', params.hash),
    (rows) => rows[0] ?? null,
  ),
  'link.insert': defineQuery(
    (db, params: { hash: string; purpose: string; accountId: string | null; expiresAt: number }, siteId) =>
      db.insertInto('one_time_link').values({
        site_id: siteId,
        token_hash: params.hash,
        purpose: params.purpose,
        account_id: params.accountId,
        expires_at: params.expiresAt,
        used_at: null,
      }),
    () => undefined,
  ),
  'link.use': defineQuery(
    (db, params: { hash: string; at: number }, siteId) =>
      db.updateTable('one_time_link').set({ used_at: params.at }).where('site_id', '=', siteId).where('token_hash', '=', params.hash),
    () => undefined,
  ),
  'link.deleteOfPurpose': defineQuery(
    (db, params: { purpose: string }, siteId) => db.deleteFrom('one_time_link').where('site_id', '=', siteId).where('purpose', '=', params.purpose),
    () => undefined,
  ),

  /** Entries of the given kinds below a seq, newest first: one short index range per kind, merged. */
  'audit.page': defineQuery(
    (db, params: { kinds: readonly string[]; below: number; limit: number }, siteId) => {
      const ofKind = (kind: string) =>
        db.selectFrom((from) =>
          from
            .selectFrom('ledger_entry')
            .select(['seq', 'bytes', 'recorded_at'])
            .where('site_id', '=', siteId)
            .where('kind', '=', kind)
            .where('seq', '<', params.below)
            .orderBy('seq', 'desc')
            .limit(params.limit)
            .as(`of_kind`),
        );
      const [first = '', ...rest] = params.kinds;
      return rest
        .reduce((all, kind) => all.unionAll(ofKind(kind).selectAll()), ofKind(first).selectAll())
        .orderBy('seq', 'desc')
        .limit(params.limit);
    },
    (rows) => rows,
  ),
};
