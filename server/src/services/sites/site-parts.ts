import type { Actor } from '../../domain/ledger/entry.ts';
import type { DeviceAdapter } from '../../devices/contract.ts';
import type { WriteTx, Writer } from '../../storage/contract.ts';
import type { SiteSnapshot } from './site-config.ts';

/** What changed, told after the commit; `id` is of the entrance, lane or device, and the site's for its settings. */
export interface SiteChange {
  kind: 'site' | 'entrance' | 'lane' | 'device';
  id: string;
}

/** What the three registers of a site share. */
export interface SiteParts {
  writer: Writer;
  adapters: ReadonlyMap<string, DeviceAdapter>;
  now(): number;
  /** The configuration in force, from memory. */
  current(): SiteSnapshot;
  /** Inside a transaction: the configuration as the transaction sees it. */
  within(tx: WriteTx): SiteSnapshot;
  /** Runs a job, then takes the new configuration into memory and tells of the change. */
  commit<T>(change: SiteChange, job: (tx: WriteTx) => T): Promise<T>;
}

/** Why and by whom a change is made. */
export interface Authorship {
  by: Actor;
  reason?: string;
}

/** The entry of a configuration act; `details` never carry a secret. */
export function recordSiteAct(
  tx: WriteTx,
  act: { at: number; action: string; target: string; details: Record<string, unknown> },
  { by, reason }: Authorship,
): void {
  const details = reason === undefined ? act.details : { ...act.details, reason };
  tx.append({ kind: 'act', subject: act.target, at: new Date(act.at).toISOString(), by, body: { action: act.action, target: act.target, details } });
}

/** The members in which two values differ. */
export function changedMembers<T extends object>(before: T, after: T): { before: Partial<T>; after: Partial<T> } | null {
  const keys = (Object.keys(after) as (keyof T)[]).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const pick = (from: T) => Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>;
  return keys.length === 0 ? null : { before: pick(before), after: pick(after) };
}
