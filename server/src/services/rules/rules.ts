import { randomUUID } from 'node:crypto';
import type { Decision } from '../../domain/decision/decision.ts';
import { decide } from '../../domain/decision/decide.ts';
import { defaultRuleSet, type StageLine } from '../../domain/decision/default-rules.ts';
import type { RuleSet, RuleSetContent } from '../../domain/decision/rule-set.ts';
import type { Direction, PlateColor } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import { actorName } from '../../domain/ledger/actor.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import { normalizePlate } from '../../domain/plates/normalize-plate.ts';
import type { Page, QueryParams, Readers, WriteTx, Writer } from '../../storage/contract.ts';
import { gatherFacts } from '../passages/gather-facts.ts';
import type { Clock, LaneConfig } from '../passages/parts.ts';
import { compareRuleSets, type RuleChange } from './compare.ts';
import { checkRules, contentOf, tryLane } from './rule-content.ts';

const system: Actor = { type: 'system', name: 'base-rules' };

export interface RuleParts {
  writer: Writer;
  readers: Readers;
  clock: Pick<Clock, 'now'>;
}

/** A vehicle to try the rules on, as a clean read of its plate. */
export interface RuleTrial {
  plateNumber: string;
  plateColor?: PlateColor | undefined;
  direction: Direction;
  /** Null: a lane with the default behaviour. */
  lane: LaneConfig | null;
}

/** The base rules: drafts, publication, and the pack in force, which the gate reads from memory. */
export function createRules({ writer, readers, clock }: RuleParts) {
  let published = writer.query('rule-set.published', {});
  const reload = () => {
    published = writer.query('rule-set.published', {});
  };
  const nowText = () => new Date(clock.now()).toISOString();

  const draftIn = (tx: WriteTx, id: string): RuleSet => {
    const found = tx.query('rule-set.get', { id });
    if (!found) throw new AppError('RULES_NOT_FOUND', { id });
    if (found.state !== 'draft') throw new AppError('RULES_NOT_DRAFT', { version: found.version });
    return found;
  };
  const storeDraft = (tx: WriteTx, ruleSet: RuleSet, by: Actor): RuleSet => {
    checkRules(ruleSet);
    tx.append({
      kind: 'rule-set',
      subject: `rule-set:${ruleSet.id}`,
      at: nowText(),
      by,
      body: { id: ruleSet.id, change: 'drafted', version: ruleSet.version, ruleSet },
    });
    return ruleSet;
  };
  const newDraft = (content: RuleSetContent, by: Actor): RuleSet => ({
    ...contentOf(content),
    id: randomUUID(),
    version: 0,
    state: 'draft',
    createdAt: nowText(),
    createdBy: actorName(by),
    publishedAt: null,
    publishedBy: null,
  });
  const publishIn = (tx: WriteTx, draft: RuleSet, by: Actor): RuleSet => {
    checkRules(draft);
    const version = tx.query('rule-set.lastVersion', {}) + 1;
    const ruleSet: RuleSet = { ...draft, version, state: 'published', publishedAt: nowText(), publishedBy: actorName(by) };
    tx.append({ kind: 'rule-set', subject: `rule-set:${draft.id}`, at: nowText(), by, body: { id: draft.id, change: 'published', version, ruleSet } });
    return ruleSet;
  };

  const get = async (id: string): Promise<RuleSet> => {
    const found = await readers.query('rule-set.get', { id });
    if (!found) throw new AppError('RULES_NOT_FOUND', { id });
    return found;
  };

  const current = (): RuleSet => {
    if (!published) throw new AppError('RULES_NONE_PUBLISHED');
    return published;
  };

  return {
    /** The pack in force, from memory. Throws RULES_NONE_PUBLISHED before `ensureBaseRules`. */
    current,

    /** Takes in what another process or a rolled-back transaction left. */
    reload,

    /** Publishes the default pack as version 1 on a site without rules; otherwise changes nothing. */
    async ensureBaseRules(line: StageLine = 'china-4'): Promise<RuleSet> {
      await writer.run((tx) => {
        if (!tx.query('rule-set.published', {})) publishIn(tx, newDraft(defaultRuleSet(line), system), system);
      });
      reload();
      return current();
    },

    /**
     * Inside the transaction of a set-up: puts the default pack of a stage line in force, unless it is so already.
     * Memory follows right after the commit.
     */
    applyStageLine(tx: WriteTx, line: StageLine, by: Actor): void {
      const inForce = tx.query('rule-set.published', {});
      const content = defaultRuleSet(line);
      if (inForce && compareRuleSets(inForce, content).length === 0) return;
      publishIn(tx, newDraft(content, by), by);
      // Runs in the next group, so this transaction is over by then, one way or the other.
      writer.run(() => undefined).then(reload, reload);
    },

    list: (params: QueryParams<'rule-set.list'>): Promise<Page<RuleSet>> => readers.query('rule-set.list', params),

    /** Throws RULES_NOT_FOUND. */
    get,

    /** The content of any pack, for replaying a decision; null when there is none with this id. */
    contentOf: async (id: string): Promise<RuleSetContent | null> => readers.query('rule-set.get', { id }),

    /** Throws RULES_INVALID. A draft has version 0 until it is published. */
    createDraft: (content: RuleSetContent, by: Actor): Promise<RuleSet> => writer.run((tx) => storeDraft(tx, newDraft(content, by), by)),

    /** Throws RULES_NOT_FOUND, RULES_NOT_DRAFT, RULES_INVALID. */
    updateDraft(id: string, change: Partial<RuleSetContent>, by: Actor): Promise<RuleSet> {
      return writer.run((tx) => {
        const before = draftIn(tx, id);
        const after = { ...before, ...contentOf({ ...before, ...change }) };
        return compareRuleSets(before, after).length === 0 ? before : storeDraft(tx, after, by);
      });
    },

    /** Puts a draft in force from the next passage on; the one before becomes `superseded`. Throws RULES_NOT_FOUND, RULES_NOT_DRAFT, RULES_INVALID. */
    async publish(id: string, reason: string, by: Actor): Promise<RuleSet> {
      const ruleSet = await writer.run((tx) => {
        const stored = publishIn(tx, draftIn(tx, id), by);
        const details = { version: stored.version, reason };
        tx.append({ kind: 'act', subject: `rule-set:${id}`, at: nowText(), by, body: { action: 'rule-set.publish', target: `rule-set:${id}`, details } });
        return stored;
      });
      reload();
      return ruleSet;
    },

    /** What publishing `id` would change against `withId`, the pack in force unless told. Throws RULES_NOT_FOUND. */
    async compare(id: string, withId?: string): Promise<{ with: RuleSet; changes: RuleChange[] }> {
      const [after, before] = await Promise.all([get(id), get(withId ?? current().id)]);
      return { with: before, changes: compareRuleSets(before, after) };
    },

    /** What a pack would decide now on the real register, lists and visits; records nothing. Throws RULES_NOT_FOUND, PLATE_INVALID. */
    async try(id: string, trial: RuleTrial): Promise<Decision> {
      const rules = await get(id);
      const plate = normalizePlate(trial.plateNumber);
      if (plate.number === null) throw new AppError('PLATE_INVALID', { plate: trial.plateNumber });
      const color = trial.plateColor ?? 'unknown';
      const facts = gatherFacts(writer.gate, trial.lane ?? tryLane(trial.direction), { number: plate.number, color }, clock.now());
      const read = {
        direction: trial.direction,
        plateNumber: plate.number,
        noPlateReason: null,
        plateColor: color,
        confidence: null,
        suspectedFake: false,
      };
      return decide(read, facts, rules, nowText());
    },
  };
}
export type Rules = ReturnType<typeof createRules>;
