import Sqlite from 'better-sqlite3';
import { migrate } from './migrations.ts';

/** The whole schema after every migration, as text to compare with `migrations/sqlite/schema.sql`. */
export function goldenSchema(): string {
  const order = `order by tbl_name, case type when 'table' then 0 when 'index' then 1 else 2 end, name`;
  return `${readSchema(`select sql from sqlite_schema where sql is not null ${order}`)
    .map((sql) => `${sql};`)
    .join('\n\n')}\n`;
}

const tables = new Map<string, string>();

/** The `create table` statement of one table after every migration. */
export function tableSql(table: string): string {
  if (tables.size === 0) {
    for (const sql of readSchema(`select sql from sqlite_schema where type = 'table'`))
      tables.set(/^create table (\w+)/i.exec(sql)?.[1] ?? '', sql.replace(/^create table/i, 'create table'));
  }
  const sql = tables.get(table);
  if (sql === undefined) throw new RangeError(`no table ${table}`);
  return sql;
}

function readSchema(select: string): string[] {
  const db = new Sqlite(':memory:');
  try {
    migrate(db, { now: () => 0 });
    return db.prepare<[], string>(select).pluck().all();
  } finally {
    db.close();
  }
}
