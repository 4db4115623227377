import type { Direction, EmissionStage, Outcome } from '../../domain/codes.ts';
import { defineQuery } from './definition.ts';

/** How many passages of one kind there were on one Beijing day (`YYYY-MM-DD`). */
export interface DailyCount {
  day: string;
  laneId: string;
  direction: Direction;
  outcome: Outcome;
  passed: boolean;
  emissionStage: EmissionStage;
  passages: number;
}

export const dailyPassageQueries = {
  /** Both days are included. */
  'daily.counts': defineQuery(
    (db, params: { from: string; to: string; laneId?: string | undefined }, siteId) => {
      const days = db.selectFrom('daily_passage').selectAll().where('site_id', '=', siteId).where('day_on', '>=', params.from).where('day_on', '<=', params.to);
      const lane = params.laneId === undefined ? days : days.where('lane_id', '=', params.laneId);
      return lane.orderBy('day_on').orderBy('lane_id');
    },
    (rows): DailyCount[] =>
      rows.map((row) => ({
        day: row.day_on,
        laneId: row.lane_id,
        direction: row.direction as Direction,
        outcome: row.outcome as Outcome,
        passed: row.passed === 1,
        emissionStage: row.emission_stage as EmissionStage,
        passages: row.passages,
      })),
  ),
};
