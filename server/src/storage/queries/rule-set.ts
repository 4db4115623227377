import type { RuleSet } from '../../domain/decision/rule-set.ts';
import type { Page } from '../contract.ts';
import type { RuleSetTable } from '../schema.ts';
import { pageOf, seqBefore } from './cursor.ts';
import { defineQuery } from './definition.ts';

/** Packs of base rules, each whole; instants are ISO 8601 UTC. */
export const ruleSetQueries = {
  /** The pack in force, or null on a site that has none yet. */
  'rule-set.published': defineQuery(
    (db, _params: Record<never, never>, siteId) =>
      db.selectFrom('rule_set').selectAll().where('site_id', '=', siteId).where('state', '=', 'published').limit(1),
    (rows): RuleSet | null => (rows[0] ? ruleSetOf(rows[0]) : null),
  ),
  'rule-set.get': defineQuery(
    (db, params: { id: string }, siteId) => db.selectFrom('rule_set').selectAll().where('site_id', '=', siteId).where('id', '=', params.id),
    (rows): RuleSet | null => (rows[0] ? ruleSetOf(rows[0]) : null),
  ),
  /** The highest version ever published; 0 when there is none. */
  'rule-set.lastVersion': defineQuery(
    (db, _params: Record<never, never>, siteId) =>
      db
        .selectFrom('rule_set')
        .select((over) => over.fn.max('version').as('version'))
        .where('site_id', '=', siteId),
    (rows): number => rows[0]?.version ?? 0,
  ),
  /** Newest first by the seq of the first draft. */
  'rule-set.list': defineQuery(
    (db, params: { state?: RuleSet['state'] | undefined; limit: number; cursor?: string | null | undefined }, siteId) => {
      let query = db.selectFrom('rule_set').selectAll().where('site_id', '=', siteId).where('seq', '<', seqBefore(params.cursor));
      if (params.state !== undefined) query = query.where('state', '=', params.state);
      return query.orderBy('seq', 'desc').limit(params.limit + 1);
    },
    (rows, params): Page<RuleSet> => {
      const page = pageOf([...rows], params.limit);
      return { items: page.items.map(ruleSetOf), nextCursor: page.nextCursor };
    },
  ),
};

function ruleSetOf(row: RuleSetTable): RuleSet {
  return {
    ...(JSON.parse(row.content) as RuleSet),
    // Another pack's publication supersedes this one without touching its content.
    state: row.state as RuleSet['state'],
    publishedAt: row.published_at === null ? null : new Date(row.published_at).toISOString(),
    publishedBy: row.published_by,
  };
}
