import { randomUUID } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';
import type { Entrance, SiteSnapshot } from './site-config.ts';
import { type Authorship, changedMembers, recordSiteAct, type SiteParts } from './site-parts.ts';

/** The entrances of a site. */
export function createEntrances({ commit, within, current, now }: SiteParts) {
  return {
    list: (): Entrance[] => [...current().entrances.values()],

    /** Throws SITE_CODE_EXISTS. */
    create(draft: Omit<Entrance, 'id'>, author: Authorship): Promise<Entrance> {
      const id = randomUUID();
      return commit({ kind: 'entrance', id }, (tx) => {
        const entrance = { id, code: draft.code, name: draft.name };
        refuseSameCode(within(tx), entrance);
        tx.query('entrance.put', entrance);
        recordSiteAct(tx, { at: now(), action: 'entrance.create', target: `entrance:${id}`, details: draft }, author);
        return entrance;
      });
    },

    /** Throws SITE_ENTRANCE_NOT_FOUND, SITE_CODE_EXISTS. */
    update(id: string, change: Partial<Omit<Entrance, 'id'>>, author: Authorship): Promise<Entrance> {
      return commit({ kind: 'entrance', id }, (tx) => {
        const snapshot = within(tx);
        const before = entranceIn(snapshot, id);
        const after = { id, code: change.code ?? before.code, name: change.name ?? before.name };
        refuseSameCode(snapshot, after);
        const changed = changedMembers(before, after);
        if (changed) {
          tx.query('entrance.put', after);
          recordSiteAct(tx, { at: now(), action: 'entrance.update', target: `entrance:${id}`, details: changed }, author);
        }
        return after;
      });
    },

    /** Throws SITE_ENTRANCE_HAS_LANES. */
    remove(id: string, author: Authorship): Promise<void> {
      return commit({ kind: 'entrance', id }, (tx) => {
        const snapshot = within(tx);
        const entrance = entranceIn(snapshot, id);
        const lanes = [...snapshot.lanes.values()].filter((lane) => lane.entranceId === id).length;
        if (lanes > 0) throw new AppError('SITE_ENTRANCE_HAS_LANES', { lanes });
        tx.query('entrance.remove', { id });
        recordSiteAct(tx, { at: now(), action: 'entrance.remove', target: `entrance:${id}`, details: { code: entrance.code, name: entrance.name } }, author);
      });
    },
  };
}

/** Throws SITE_ENTRANCE_NOT_FOUND. */
export function entranceIn(snapshot: SiteSnapshot, id: string): Entrance {
  const entrance = snapshot.entrances.get(id);
  if (!entrance) throw new AppError('SITE_ENTRANCE_NOT_FOUND', { id });
  return entrance;
}

function refuseSameCode(snapshot: SiteSnapshot, entrance: Entrance): void {
  const same = [...snapshot.entrances.values()].find((other) => other.code === entrance.code && other.id !== entrance.id);
  if (same) throw new AppError('SITE_CODE_EXISTS', { code: entrance.code, id: same.id });
}
