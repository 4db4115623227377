import { barrierStates, outcomes } from '../../domain/codes.ts';
import type { Actor, AnyEntry } from '../../domain/ledger/entry.ts';
import { formatInstant } from '../../domain/time.ts';

export interface TimelineItem {
  seq: number;
  at: string;
  kind: string;
  title: string;
  by: string;
  details: Record<string, unknown>;
}

const nameOf = (by: Actor) => (by.type === 'device' ? `设备 ${by.id}` : by.type === 'system' ? '系统' : by.name);

/** One entry about a passage in words; of the command states, which come many in an entry, only those of this passage. */
export function timelineItem(entry: AnyEntry, passageId: string): TimelineItem {
  const base = { seq: entry.seq, at: formatInstant(entry.at), kind: entry.kind, by: nameOf(entry.by) };
  switch (entry.kind) {
    case 'passage':
      return {
        ...base,
        title: `识别与判定：${outcomes[entry.body.outcome]}`,
        details: { reasons: entry.body.reasons, ruleSetVersion: entry.body.ruleSetVersion, barrier: entry.body.barrier },
      };
    case 'passage-evidence':
      return {
        ...base,
        title: entry.body.openedLocally ? '设备自行开闸' : '补充证据',
        details: { plateText: entry.body.plateText, confidence: entry.body.confidence, pictures: entry.body.snapshots.length },
      };
    case 'passage-answer':
      return { ...base, title: `人工核验：${outcomes[entry.body.outcome]}`, details: { reason: entry.body.reason, barrier: entry.body.barrier } };
    case 'manual-lift':
      return { ...base, title: '人工放行', details: { reason: entry.body.reason, barrier: entry.body.barrier, pictures: entry.body.snapshots.length } };
    case 'correction':
      return {
        ...base,
        title: '更正',
        details: { before: entry.body.before, after: entry.body.after, reason: entry.body.reason, evidence: entry.body.evidence },
      };
    case 'barrier-states':
      return {
        ...base,
        title: `道闸：${entry.body.states
          .filter((state) => state.passageId === passageId)
          .map((state) => barrierStates[state.state])
          .join('、')}`,
        details: {},
      };
    case 'road-vehicle':
    case 'list-entry':
    case 'rule-set':
    case 'gap':
    case 'act':
      return { ...base, title: entry.kind, details: {} };
    default:
      return entry satisfies never;
  }
}
