import { defineQuery } from './definition.ts';

/** Entrances, lanes and devices. What was removed stays as a row, since entries name it; lists leave it out. */
export const siteQueries = {
  'entrance.list': defineQuery(
    (db, _params: Record<never, never>, siteId) =>
      db.selectFrom('entrance').select(['id', 'code', 'name']).where('site_id', '=', siteId).where('removed', '=', 0).orderBy('code'),
    (rows) => rows,
  ),
  'entrance.put': defineQuery(
    (db, params: { id: string; code: string; name: string }, siteId) =>
      db
        .insertInto('entrance')
        .values({ site_id: siteId, ...params })
        .onConflict((conflict) => conflict.columns(['site_id', 'id']).doUpdateSet({ code: params.code, name: params.name })),
    () => undefined,
  ),
  'entrance.remove': defineQuery(
    (db, params: { id: string }, siteId) => db.updateTable('entrance').set({ removed: 1 }).where('site_id', '=', siteId).where('id', '=', params.id),
    () => undefined,
  ),

  'lane.list': defineQuery(
    (db, _params: Record<never, never>, siteId) =>
      db
        .selectFrom('lane')
        .select(['id', 'entrance_id', 'code', 'name', 'direction', 'mode', 'settings', 'hold_open'])
        .where('site_id', '=', siteId)
        .where('removed', '=', 0)
        .orderBy('code'),
    (rows) => rows,
  ),
  'lane.put': defineQuery(
    (db, params: { id: string; entranceId: string; code: string; name: string; direction: string; mode: string; settings: string }, siteId) => {
      const values = {
        entrance_id: params.entranceId,
        code: params.code,
        name: params.name,
        direction: params.direction,
        mode: params.mode,
        settings: params.settings,
      };
      return db
        .insertInto('lane')
        .values({ site_id: siteId, id: params.id, ...values })
        .onConflict((conflict) => conflict.columns(['site_id', 'id']).doUpdateSet(values));
    },
    () => undefined,
  ),
  'lane.setHold': defineQuery(
    (db, params: { id: string; holdOpen: boolean }, siteId) =>
      db
        .updateTable('lane')
        .set({ hold_open: Number(params.holdOpen) })
        .where('site_id', '=', siteId)
        .where('id', '=', params.id),
    () => undefined,
  ),
  'lane.remove': defineQuery(
    (db, params: { id: string }, siteId) => db.updateTable('lane').set({ removed: 1 }).where('site_id', '=', siteId).where('id', '=', params.id),
    () => undefined,
  ),

  'device.list': defineQuery(
    (db, _params: Record<never, never>, siteId) =>
      db
        .selectFrom('device')
        .select(['id', 'lane_id', 'adapter', 'name', 'settings', 'token', 'allowed_sources', 'serial_number', 'created_at'])
        .where('site_id', '=', siteId)
        .where('removed', '=', 0)
        .orderBy('created_at')
        .orderBy('id'),
    (rows) => rows,
  ),
  'device.put': defineQuery(
    (
      db,
      params: {
        id: string;
        laneId: string;
        adapter: string;
        name: string;
        settings: string;
        token: string;
        allowedSources: string;
        serialNumber: string | null;
        createdAt: number;
      },
      siteId,
    ) => {
      const values = {
        lane_id: params.laneId,
        name: params.name,
        settings: params.settings,
        token: params.token,
        allowed_sources: params.allowedSources,
        serial_number: params.serialNumber,
      };
      return db
        .insertInto('device')
        .values({ site_id: siteId, id: params.id, adapter: params.adapter, created_at: params.createdAt, ...values })
        .onConflict((conflict) => conflict.columns(['site_id', 'id']).doUpdateSet(values));
    },
    () => undefined,
  ),
  /** A serial number is learnt once; a device that has one keeps it. */
  'device.learnSerial': defineQuery(
    (db, params: { id: string; serialNumber: string }, siteId) =>
      db
        .updateTable('device')
        .set({ serial_number: params.serialNumber })
        .where('site_id', '=', siteId)
        .where('id', '=', params.id)
        .where('serial_number', 'is', null),
    () => undefined,
  ),
  /** The token goes as well, so that it can never be met again. */
  'device.remove': defineQuery(
    (db, params: { id: string }, siteId) =>
      db
        .updateTable('device')
        .set({ removed: 1, token: `removed:${params.id}` })
        .where('site_id', '=', siteId)
        .where('id', '=', params.id),
    () => undefined,
  ),
};
