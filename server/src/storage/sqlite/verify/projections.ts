import type { Database } from 'better-sqlite3';
import type { AnyEntry } from '../../../domain/ledger/entry.ts';
import { prepareProjections, projections } from '../projections/index.ts';
import { tableSql } from '../golden-schema.ts';
import { mostProblems } from './pass.ts';
import type { PassResult, Problem, Report } from './pass.ts';

const chunk = 512;

/**
 * Replays every entry into temporary tables of the same names and compares them with the stored ones, row by row.
 * `db` is a read-only connection inside one read transaction; unqualified names mean the temporary tables.
 */
export function verifyProjections(db: Database, siteId: string, { report }: { report: Report }): PassResult {
  const tables = projections.flatMap((projection) => projection.tables);
  // A rebuilt ledger of millions does not fit into memory; the file needs neither a journal nor an fsync.
  db.pragma('temp_store = file');
  db.pragma('temp.journal_mode = off');
  db.pragma('temp.cache_size = -65536');
  for (const { name } of tables) db.exec(tableSql(name).replace(/^create table /, 'create temp table '));

  const problems = replay(db, siteId, report);
  let checked = 0;
  for (const table of tables) {
    checked += db.prepare<[string], number>(`select count(*) from main.${table.name} not indexed where site_id = ?`).pluck().get(siteId) as number;
    if (problems.length < mostProblems) problems.push(...compare(db, siteId, table));
  }
  return { checked, problems: problems.slice(0, mostProblems) };
}

function replay(db: Database, siteId: string, report: Report): Problem[] {
  const apply = prepareProjections(db, siteId);
  const total = (db.prepare<[string], number | null>('select max(seq) from main.ledger_entry where site_id = ?').pluck().get(siteId) ?? -1) + 1;
  const read = db
    .prepare<[string, number, number], [number, Buffer]>('select seq, bytes from main.ledger_entry where site_id = ? and seq >= ? order by seq limit ?')
    .raw();
  for (let next = 0; ; ) {
    const rows = read.all(siteId, next, chunk);
    for (const [seq, bytes] of rows) {
      try {
        apply(JSON.parse(bytes.toString('utf8')) as AnyEntry);
      } catch {
        return [`seq ${seq}: 内容无法用于重建，投影表未能比对`];
      }
    }
    const last = rows.at(-1)?.[0];
    if (last === undefined || rows.length < chunk) return [];
    next = last + 1;
    if (next % (16 * chunk) === 0) report(next, total);
  }
}

interface Table {
  name: string;
  key: readonly string[];
}

function compare(db: Database, siteId: string, table: Table): Problem[] {
  const columns = db.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table.name);
  const differs = columns.map((column) => `a.${column} is not b.${column}`).join(' or ');
  const count = (schema: string) =>
    db.prepare<[string], number>(`select count(*) from ${schema}.${table.name} not indexed where site_id = ?`).pluck().get(siteId);
  const sameKey = ['site_id', ...table.key].map((column) => `a.${column} = b.${column}`).join(' and ');
  // Rows were made in the same order, so their places agree unless somebody has been at them; then they are found by key.
  const place = /without rowid$/.test(tableSql(table.name)) ? sameKey : 'a.rowid = b.rowid';
  const differing = `from main.${table.name} a not indexed left join temp.${table.name} b on ${place} where a.site_id = ? and (${differs})`;
  const first = db.prepare(`select 1 ${differing} limit 1`).get(siteId);
  if (first === undefined && count('main') === count('temp')) return [];
  return byKey(db, siteId, { table, columns, sameKey });
}

function byKey(db: Database, siteId: string, { table, columns, sameKey }: { table: Table; columns: string[]; sameKey: string }): Problem[] {
  const differs = columns.map((column) => `a.${column} is not b.${column}`).join(' or ');
  const keys = table.key.map((column) => `a.${column}`).join(', ');
  const [key] = table.key;
  const place = (row: unknown[]) => `${table.name} ${row.slice(0, table.key.length).join(' ')}`;
  const changed = db
    .prepare<[string], unknown[]>(
      `select ${keys}, b.${key} is null, ${columns.map((column) => `a.${column} is not b.${column}`).join(', ')}
       from main.${table.name} a left join temp.${table.name} b on ${sameKey} where a.site_id = ? and (${differs}) limit ${mostProblems}`,
    )
    .raw()
    .all(siteId);
  const missing = db
    .prepare<[string], unknown[]>(
      `select ${keys} from temp.${table.name} a left join main.${table.name} b on ${sameKey} where a.site_id = ? and b.${key} is null limit ${mostProblems}`,
    )
    .raw()
    .all(siteId);
  return [
    ...changed.map((row) => {
      const flags = row.slice(table.key.length);
      if (flags[0] === 1) return `${place(row)}: 台账中没有产生这一行的条目`;
      return `${place(row)}: 与台账重建的结果不同（${columns.filter((_, index) => flags[index + 1] === 1).join('、')}）`;
    }),
    ...missing.map((row) => `${place(row)}: 台账中有，表中缺少这一行`),
  ];
}
