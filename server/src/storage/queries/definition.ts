import type { Compilable, Kysely } from 'kysely';
import type { Database } from '../schema.ts';

/**
 * A named statement with typed parameters and result. The same definition runs inside a write transaction, in a reader
 * worker, and on the center's engine. `build` may give several statements; `read` gets the rows of the last one.
 */
export interface QueryDefinition<P, R> {
  build(db: Kysely<Database>, params: P, siteId: string): Compilable | Compilable[];
  read(rows: readonly unknown[], params: P): R;
}

/** `Row` is what the last statement returns; `read` shapes it. */
export function defineQuery<P, Row, R>(
  build: (db: Kysely<Database>, params: P, siteId: string) => Compilable<Row> | Compilable<unknown>[],
  read: (rows: readonly Row[], params: P) => R,
): QueryDefinition<P, R> {
  return { build, read: read as (rows: readonly unknown[], params: P) => R };
}
