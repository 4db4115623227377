import { defineQuery } from './definition.ts';

export interface FrameRow {
  sha256: string;
  deviceId: string;
  receivedAt: number;
  contentType: string | null;
  passageId: string | null;
  problem: string | null;
  frame: Uint8Array;
}

/** Bodies that devices sent, pictures cut out. */
export const frameQueries = {
  'frame.put': defineQuery(
    (db, params: FrameRow, siteId) =>
      db
        .insertInto('device_frame')
        .values({
          site_id: siteId,
          sha256: params.sha256,
          device_id: params.deviceId,
          received_at: params.receivedAt,
          content_type: params.contentType,
          passage_id: params.passageId,
          problem: params.problem,
          frame: params.frame,
        })
        // The very same bytes in the same millisecond are the same frame.
        .onConflict((conflict) => conflict.doNothing()),
    () => undefined,
  ),
  'frame.ofPassage': defineQuery(
    (db, params: { passageId: string }, siteId) =>
      db.selectFrom('device_frame').selectAll().where('site_id', '=', siteId).where('passage_id', '=', params.passageId).orderBy('received_at').limit(1),
    (rows): FrameRow | null => (rows[0] ? frameRow(rows[0]) : null),
  ),
  /** The newest bodies of a device that could not be decoded. */
  'frame.problems': defineQuery(
    (db, params: { deviceId: string; limit: number }, siteId) =>
      db
        .selectFrom('device_frame')
        .selectAll()
        .where('site_id', '=', siteId)
        .where('device_id', '=', params.deviceId)
        .where('problem', 'is not', null)
        .orderBy('received_at', 'desc')
        .limit(params.limit),
    (rows): FrameRow[] => rows.map(frameRow),
  ),
};

function frameRow(row: {
  sha256: string;
  device_id: string;
  received_at: number;
  content_type: string | null;
  passage_id: string | null;
  problem: string | null;
  frame: Uint8Array;
}): FrameRow {
  return {
    sha256: row.sha256,
    deviceId: row.device_id,
    receivedAt: row.received_at,
    contentType: row.content_type,
    passageId: row.passage_id,
    problem: row.problem,
    frame: row.frame,
  };
}
