import Sqlite from 'better-sqlite3';
import { migrate } from './migrations.ts';

/** The whole schema after every migration, as text to compare with `migrations/sqlite/schema.sql`. */
export function goldenSchema(): string {
  const db = new Sqlite(':memory:');
  try {
    migrate(db, { now: () => 0 });
    const statements = db
      .prepare<[], string>(
        `select sql from sqlite_schema where sql is not null order by tbl_name, case type when 'table' then 0 when 'index' then 1 else 2 end, name`,
      )
      .pluck()
      .all();
    return `${statements.map((sql) => `${sql};`).join('\n\n')}\n`;
  } finally {
    db.close();
  }
}
