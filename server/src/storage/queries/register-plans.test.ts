import { expect, test } from 'vitest';
import { openTempSite } from '../../testing/temp-database.ts';
import type { QueryName, QueryParams } from '../contract.ts';
import { databaseFile, openReadOnly } from '../sqlite/connection.ts';
import { compileQuery } from '../sqlite/statements.ts';
import type { QueryDefinition } from './definition.ts';
import { queries } from './index.ts';

test('lists and lookups of vehicles, plates and rules walk an index in order', async () => {
  const site = await openTempSite();
  const db = openReadOnly(databaseFile(site.folder));
  const planOf = <N extends QueryName>(name: N, params: QueryParams<N>) =>
    compileQuery(queries[name] as QueryDefinition<unknown, unknown>, params, site.siteId).flatMap(({ sql, parameters }) =>
      (db.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[]).map((row) => row.detail),
    );
  const plate = { plateNumber: '测A00001', plateColor: 'yellow' } as const;
  expect(planOf('road-vehicle.list', { limit: 50, cursor: '500' })).toEqual(['SEARCH road_vehicle USING INDEX road_vehicle_seq (site_id=? AND seq<?)']);
  expect(planOf('road-vehicle.list', { limit: 50, reviewState: 'pending' })).toEqual([
    'SEARCH road_vehicle USING INDEX road_vehicle_review (site_id=? AND review_state=? AND seq<?)',
  ]);
  expect(planOf('road-vehicle.list', { limit: 50, plateNumber: plate.plateNumber })[0]).toBe(
    'SEARCH road_vehicle USING INDEX road_vehicle_plate (site_id=? AND plate_number=?)',
  );
  expect(planOf('road-vehicle.byPlate', plate)).toEqual([
    'SEARCH road_vehicle USING INDEX road_vehicle_plate (site_id=? AND plate_number=? AND plate_color=?)',
  ]);
  expect(planOf('road-vehicle.history', { id: '1', limit: 50 })).toEqual([
    'SEARCH ledger_entry USING INDEX ledger_entry_subject (site_id=? AND subject=? AND seq<?)',
  ]);
  expect(planOf('list-entry.list', { limit: 50 })).toEqual(['SEARCH list_entry USING INDEX list_entry_seq (site_id=? AND seq<?)']);
  expect(planOf('list-entry.list', { limit: 50, plateNumber: plate.plateNumber })[0]).toBe(
    'SEARCH list_entry USING INDEX list_entry_plate (site_id=? AND plate_number=?)',
  );
  db.close();
  await site.remove();
});
