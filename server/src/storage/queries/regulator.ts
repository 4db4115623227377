import { defineQuery } from './definition.ts';

export interface RegulatorRow {
  id: string;
  protocol: string;
  name: string;
  /** JSON, with secrets. */
  settings: string;
  enabled: number;
  created_at: number;
}

const columns = ['id', 'protocol', 'name', 'settings', 'enabled', 'created_at'] as const;

/** The platforms that records go to. */
export const regulatorQueries = {
  'regulator.list': defineQuery(
    (db, _params: Record<string, never>, siteId) =>
      db.selectFrom('regulator').select(columns).where('site_id', '=', siteId).where('removed', '=', 0).orderBy('created_at').orderBy('id'),
    (rows): RegulatorRow[] => [...rows],
  ),
  'regulator.insert': defineQuery(
    (db, params: { id: string; protocol: string; name: string; settings: string; enabled: boolean; createdAt: number }, siteId) =>
      db.insertInto('regulator').values({
        site_id: siteId,
        id: params.id,
        protocol: params.protocol,
        name: params.name,
        settings: params.settings,
        enabled: params.enabled ? 1 : 0,
        created_at: params.createdAt,
      }),
    () => undefined,
  ),
  'regulator.update': defineQuery(
    (db, params: { id: string; name: string; settings: string; enabled: boolean }, siteId) =>
      db
        .updateTable('regulator')
        .set({ name: params.name, settings: params.settings, enabled: params.enabled ? 1 : 0 })
        .where('site_id', '=', siteId)
        .where('id', '=', params.id),
    () => undefined,
  ),
  'regulator.remove': defineQuery(
    (db, params: { id: string }, siteId) =>
      db.updateTable('regulator').set({ removed: 1, enabled: 0 }).where('site_id', '=', siteId).where('id', '=', params.id),
    () => undefined,
  ),
};
