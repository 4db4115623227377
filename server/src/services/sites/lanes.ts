import { randomUUID } from 'node:crypto';
import type { LaneMode } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import type { WriteTx } from '../../storage/contract.ts';
import type { LaneConfig } from '../passages/parts.ts';
import { entranceIn } from './entrances.ts';
import { putReleaseDue } from './releases-due.ts';
import { type LaneChange, type LaneDraft, laneBehaviour } from './lane-settings.ts';
import type { SiteSnapshot } from './site-config.ts';
import { type Authorship, changedMembers, recordSiteAct, type SiteParts } from './site-parts.ts';

/** The lanes of a site. */
export function createLanes({ commit, within, current, now }: SiteParts) {
  /** Inside a transaction: one lane as it shall be, with its entry. */
  const change = (tx: WriteTx, id: string, action: string, wanted: LaneChange, author: Authorship): LaneConfig => {
    const snapshot = within(tx);
    const before = laneIn(snapshot, id);
    const entrance = entranceIn(snapshot, wanted.entranceId ?? before.entranceId);
    const after: LaneConfig = { ...before, ...wanted, entranceId: entrance.id, entranceCode: entrance.code, entranceName: entrance.name };
    refuseSameCode(snapshot, after);
    const changed = changedMembers(before, after);
    if (changed) {
      store(tx, after);
      recordSiteAct(tx, { at: now(), action, target: `lane:${id}`, details: changed }, author);
    }
    return after;
  };

  return {
    list: (): LaneConfig[] => [...current().lanes.values()],

    /** Throws SITE_ENTRANCE_NOT_FOUND, SITE_CODE_EXISTS. */
    create(draft: LaneDraft, author: Authorship): Promise<LaneConfig> {
      const id = randomUUID();
      return commit({ kind: 'lane', id }, (tx) => {
        const snapshot = within(tx);
        const entrance = entranceIn(snapshot, draft.entranceId);
        const lane: LaneConfig = { ...draft, id, entranceCode: entrance.code, entranceName: entrance.name, holdOpen: false, releaseDue: false };
        refuseSameCode(snapshot, lane);
        store(tx, lane);
        recordSiteAct(tx, { at: now(), action: 'lane.create', target: `lane:${id}`, details: { ...draft } }, author);
        return lane;
      });
    },

    /** Throws SITE_LANE_NOT_FOUND, SITE_ENTRANCE_NOT_FOUND, SITE_CODE_EXISTS. */
    update: (id: string, wanted: LaneChange, author: Authorship): Promise<LaneConfig> =>
      commit({ kind: 'lane', id }, (tx) => change(tx, id, 'lane.update', wanted, author)),

    /** `automatic` or `manual`, as an act of its own. */
    setMode: (id: string, mode: LaneMode, author: Authorship): Promise<LaneConfig> =>
      commit({ kind: 'lane', id }, (tx) => change(tx, id, 'lane.mode', { mode }, author)),

    /** Remembers that the arm is held open, or that its release is due, also over a restart; moving it is the lane runtime's. */
    setHold(id: string, holdOpen: boolean, author: Authorship): Promise<LaneConfig> {
      return commit({ kind: 'lane', id }, (tx) => {
        const before = laneIn(within(tx), id);
        tx.query('lane.setHold', { id, holdOpen });
        putReleaseDue(tx, id, !holdOpen);
        recordSiteAct(tx, { at: now(), action: holdOpen ? 'lane.hold' : 'lane.release', target: `lane:${id}`, details: { before: before.holdOpen } }, author);
        return { ...before, holdOpen, releaseDue: !holdOpen };
      });
    },

    /** A device has taken the release. */
    released: (id: string): Promise<void> => commit({ kind: 'lane', id }, (tx) => putReleaseDue(tx, id, false)),

    /** Throws SITE_LANE_HAS_DEVICES. */
    remove(id: string, author: Authorship): Promise<void> {
      return commit({ kind: 'lane', id }, (tx) => {
        const snapshot = within(tx);
        const lane = laneIn(snapshot, id);
        const devices = [...snapshot.devices.values()].filter((device) => device.laneId === id).length;
        if (devices > 0) throw new AppError('SITE_LANE_HAS_DEVICES', { devices });
        tx.query('lane.remove', { id });
        putReleaseDue(tx, id, false);
        recordSiteAct(tx, { at: now(), action: 'lane.remove', target: `lane:${id}`, details: { code: lane.code, name: lane.name } }, author);
      });
    },
  };
}

/** Throws SITE_LANE_NOT_FOUND. */
export function laneIn(snapshot: SiteSnapshot, id: string): LaneConfig {
  const lane = snapshot.lanes.get(id);
  if (!lane) throw new AppError('SITE_LANE_NOT_FOUND', { id });
  return lane;
}

function refuseSameCode(snapshot: SiteSnapshot, lane: LaneConfig): void {
  const same = [...snapshot.lanes.values()].find((other) => other.entranceId === lane.entranceId && other.code === lane.code && other.id !== lane.id);
  if (same) throw new AppError('SITE_CODE_EXISTS', { code: lane.code, id: same.id });
}

function store(tx: WriteTx, lane: LaneConfig): void {
  const { mode, ...behaviour } = laneBehaviour.parse(lane);
  const { id, entranceId, code, name, direction } = lane;
  tx.query('lane.put', { id, entranceId, code, name, direction, mode, settings: JSON.stringify(behaviour) });
}
