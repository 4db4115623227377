import type { Database } from 'better-sqlite3';
import type { QueryName, QueryParams, QueryResult } from '../contract.ts';

type ByHand = { [N in QueryName]?: (params: QueryParams<N>) => QueryResult<N> };

/** Named queries that run at every passage, prepared once: compiling them each time would cost more than running them. They say what their definitions say. */
export function prepareHotStatements(db: Database, siteId: string): ByHand {
  const putFrame = db.prepare(
    `insert into device_frame (site_id, sha256, device_id, received_at, content_type, passage_id, problem, frame)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  const addUpload = db.prepare(
    `insert into upload (site_id, id, regulator_id, passage_id, visit_id, direction, plate_number, recorded_at, state, next_attempt_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?) on conflict (site_id, regulator_id, passage_id) do nothing`,
  );
  return {
    'frame.put': ({ sha256, deviceId, receivedAt, contentType, passageId, problem, frame }) => {
      putFrame.run(siteId, sha256, deviceId, receivedAt, contentType, passageId, problem, frame);
    },
    'upload.insert': ({ rows }) => {
      for (const row of rows)
        addUpload.run(siteId, row.id, row.regulatorId, row.passageId, row.visitId, row.direction, row.plateNumber, row.recordedAt, row.dueAt);
    },
  };
}
