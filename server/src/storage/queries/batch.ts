import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../schema.ts';

/** Splits into parts of 64, 32, 16 … 1, so that statements over many rows have few distinct texts and stay prepared. */
export function inParts<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  let start = 0;
  for (let size = 64; size >= 1; size /= 2) {
    while (rows.length - start >= size) {
      parts.push(rows.slice(start, start + size));
      start += size;
    }
  }
  return parts;
}

/** A hand-written statement as a named query wants it. */
export function raw<Row>(db: Kysely<Database>, statement: RawBuilder<Row>): Compilable<Row> {
  return { compile: () => statement.compile(db) };
}

/** `(a, b), (c, d)` from rows of values. */
export function valuesOf(rows: readonly (readonly RawBuilder<unknown>[])[]): RawBuilder<unknown> {
  return sql.join(rows.map((row) => sql`(${sql.join(row)})`));
}
