import type { Database as Connection, Statement } from 'better-sqlite3';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { QueryName, QueryParams, QueryResult } from '../contract.ts';
import type { QueryDefinition } from '../queries/definition.ts';
import { queries } from '../queries/index.ts';
import type { Database } from '../schema.ts';
import { prepareHotStatements } from './hot-statements.ts';

/** Kysely that only compiles; statements run on the connection that the caller owns. */
const compiler = new Kysely<Database>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

const keptStatements = 400;

/** Runs named queries on one connection, keeping what it prepared. */
export type RunQuery = <N extends QueryName>(name: N, params: QueryParams<N>) => QueryResult<N>;

export function createQueryRunner(db: Connection, siteId: string): RunQuery {
  const prepared = new Map<string, Statement>();
  const byHand = prepareHotStatements(db, siteId);
  const prepare = (sql: string): Statement => {
    const kept = prepared.get(sql);
    if (kept) return kept;
    if (prepared.size >= keptStatements) prepared.delete(prepared.keys().next().value as string);
    const statement = db.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return (name, params) => {
    const hot = byHand[name];
    if (hot) return hot(params);
    const definition = queries[name] as QueryDefinition<unknown, never>;
    let rows: unknown[] = [];
    for (const { sql, parameters } of compileQuery(definition, params, siteId)) {
      const statement = prepare(sql);
      const values = parameters.map(toSqlite);
      if (statement.reader) rows = statement.all(...values);
      else {
        statement.run(...values);
        rows = [];
      }
    }
    return definition.read(rows, params);
  };
}

/** The SQL of a named query with its values, for running it and for looking at its plan. */
export function compileQuery(
  definition: QueryDefinition<unknown, unknown>,
  params: unknown,
  siteId: string,
): { sql: string; parameters: readonly unknown[] }[] {
  const built = definition.build(compiler, params, siteId);
  return (Array.isArray(built) ? built : [built]).map((each) => each.compile());
}

function toSqlite(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}
