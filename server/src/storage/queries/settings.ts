import { defineQuery } from './definition.ts';

/** Named values of the site (JSON text), such as its name or the two-person rule. */
export const settingQueries = {
  'setting.get': defineQuery(
    (db, params: { name: string }, siteId) => db.selectFrom('site_setting').select('value').where('site_id', '=', siteId).where('name', '=', params.name),
    (rows) => (rows[0] ? (JSON.parse(rows[0].value) as unknown) : null),
  ),
  'setting.put': defineQuery(
    (db, params: { name: string; value: unknown }, siteId) => {
      const value = JSON.stringify(params.value);
      return db
        .insertInto('site_setting')
        .values({ site_id: siteId, name: params.name, value })
        .onConflict((conflict) => conflict.columns(['site_id', 'name']).doUpdateSet({ value }));
    },
    () => undefined,
  ),
};
