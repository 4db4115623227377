import { beijingDate } from '../../../domain/time.ts';
import type { VehicleFacts } from '../../../domain/decision/decision.ts';
import type { Projection } from './projection.ts';

interface Counted {
  passed_at: number;
  lane_id: string;
  direction: string;
  outcome: string;
  passed: number;
  emission_stage: string;
}

/** Passages a Beijing day; what lets a vehicle pass, or tells who it is, moves its passage to another row. Stands before `passage`: it needs the old row. */
export const dailyPassageProjection: Projection = {
  tables: [{ name: 'daily_passage', key: ['day_on', 'lane_id', 'direction', 'outcome', 'passed', 'emission_stage'] }],
  prepare(db, siteId) {
    const key = ['day_on', 'lane_id', 'direction', 'outcome', 'passed', 'emission_stage'];
    const where = ['site_id', ...key].map((column) => `${column} = ?`).join(' and ');
    const add = db.prepare(
      `insert into daily_passage (site_id, ${key.join(', ')}, passages) values (?, ?, ?, ?, ?, ?, ?, 1)
       on conflict (site_id, ${key.join(', ')}) do update set passages = passages + 1`,
    );
    const take = db.prepare(`update daily_passage set passages = passages - 1 where ${where}`);
    const drop = db.prepare(`delete from daily_passage where ${where} and passages = 0`);
    const rowOf = db.prepare<[string, string], Counted>(
      'select passed_at, lane_id, direction, outcome, passed, emission_stage from passage where site_id = ? and id = ?',
    );

    const valuesOf = (row: Counted) => [siteId, beijingDate(row.passed_at), row.lane_id, row.direction, row.outcome, row.passed, row.emission_stage];
    /** `vehicle` undefined: nothing new is known of it. */
    const move = (passageId: string, passed: boolean | null, vehicle: VehicleFacts | null | undefined) => {
      const row = rowOf.get(siteId, passageId);
      if (!row) return;
      const after = {
        ...row,
        passed: passed === null ? row.passed : Number(passed),
        emission_stage: vehicle === undefined ? row.emission_stage : (vehicle?.emissionStage ?? 'unknown'),
      };
      if (after.passed === row.passed && after.emission_stage === row.emission_stage) return;
      take.run(...valuesOf(row));
      drop.run(...valuesOf(row));
      add.run(...valuesOf(after));
    };

    return {
      passage({ at, body }) {
        add.run(
          siteId,
          beijingDate(Date.parse(at)),
          body.laneId,
          body.direction,
          body.outcome,
          Number(body.passed),
          body.facts.vehicle?.emissionStage ?? 'unknown',
        );
      },
      'passage-answer': ({ body }) => move(body.passageId, body.passed, body.vehicle),
      'manual-lift': ({ body }) => {
        if (body.passageId !== null) move(body.passageId, body.passed, body.vehicle);
      },
      correction: ({ body }) => move(body.passageId, null, body.vehicle),
    };
  },
};
