import type { Database, Statement } from 'better-sqlite3';
import type { AnyEntry, EntryKind } from '../../../domain/ledger/entry.ts';

/** What an entry of each kind does to the rows of one noun. It sees the entry as stored, and rows made of earlier entries, nothing else. */
export type Appliers = { [K in EntryKind]?: (entry: Extract<AnyEntry, { kind: K }>) => void };

export interface Projection {
  /** Tables that only this projection writes, with the columns that name a row to people. */
  tables: readonly { name: string; key: readonly string[] }[];
  prepare(db: Database, siteId: string): Appliers;
}

/** An insert with one placeholder a column, in the order of `columns`. */
export function insertInto(db: Database, table: string, columns: readonly string[], conflict = ''): Statement {
  return db.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) ${conflict}`);
}

/** ms since the epoch of an ISO instant; null stays null. */
export function instant(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}

export function json(value: unknown): string {
  return JSON.stringify(value);
}
