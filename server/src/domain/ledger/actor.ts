import type { Actor } from './entry.ts';

/** The name that people read for who did it. */
export function actorName(by: Actor): string {
  return by.type === 'device' ? by.id : by.name;
}

/** Whether two acts are by the same account, token or device. */
export function sameActor(a: Actor, b: Actor): boolean {
  return a.type === b.type && actorKey(a) === actorKey(b);
}

function actorKey(by: Actor): string {
  return by.type === 'system' ? by.name : by.id;
}
