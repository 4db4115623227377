import { inParts } from './batch.ts';
import { defineQuery } from './definition.ts';

/** Public, unguessable addresses of pictures; one per picture, for as long as the record exists. */
export const photoQueries = {
  'photo.of': defineQuery(
    (db, params: { sha256s: string[] }, siteId) =>
      db.selectFrom('photo_link').select(['sha256', 'token']).where('site_id', '=', siteId).where('sha256', 'in', params.sha256s),
    (rows) => [...rows],
  ),
  'photo.insert': defineQuery(
    (db, params: { rows: { token: string; sha256: string; passageId: string | null }[] }, siteId) =>
      inParts(params.rows).map((rows) =>
        db
          .insertInto('photo_link')
          .values(rows.map((row) => ({ site_id: siteId, token: row.token, sha256: row.sha256, passage_id: row.passageId })))
          .onConflict((conflict) => conflict.columns(['site_id', 'sha256']).doNothing()),
      ),
    () => undefined,
  ),
  'photo.by-token': defineQuery(
    (db, params: { token: string }, siteId) => db.selectFrom('photo_link').select('sha256').where('site_id', '=', siteId).where('token', '=', params.token),
    (rows): string | null => rows[0]?.sha256 ?? null,
  ),
};
