import { createRandom } from './random.ts';
import type { SimulatedTruck } from './trucks.ts';

/** The demo factory: two entrances with a lane each way. */
export const demoEntrances = [
  {
    code: 'A',
    name: '东门',
    lanes: [
      { code: 'A1', name: '东门进厂道', direction: 'in' },
      { code: 'A2', name: '东门出厂道', direction: 'out' },
    ],
  },
  {
    code: 'B',
    name: '西门',
    lanes: [
      { code: 'B1', name: '西门进厂道', direction: 'in' },
      { code: 'B2', name: '西门出厂道', direction: 'out' },
    ],
  },
] as const;

export type DayEvent = {
  /** Milliseconds after the beginning of the day. */
  atMs: number;
  visit: number;
  direction: 'in' | 'out';
  entranceCode: string;
  laneCode: string;
  truck: SimulatedTruck;
  cargo: { name: string; tonnes: number } | null;
  /** What the camera makes of the plate: read well, read badly, or not at all. */
  reading: 'clear' | 'faint' | 'unread';
  confidence: number;
};

export type FactoryDayOptions = { trucks: SimulatedTruck[]; seed?: number; hours?: number; visitsPerHour?: number; faintShare?: number; unreadShare?: number };

/** A day of arrivals and departures in order of time; an out never comes before its in, and no truck is inside twice at once. */
export function createFactoryDay({ trucks, seed = 1, hours = 10, visitsPerHour = 24, faintShare = 0.03, unreadShare = 0.02 }: FactoryDayOptions): DayEvent[] {
  const random = createRandom(seed);
  const freeAt = new Map<string, number>();
  const events: DayEvent[] = [];
  const total = Math.round(hours * visitsPerHour);
  const gap = (hours * 3_600_000) / total;
  for (let visit = 0; visit < total; visit++) {
    const arrival = Math.round(visit * gap + random.next() * gap);
    const free = trucks.filter(({ plateNumber }) => (freeAt.get(plateNumber) ?? 0) <= arrival);
    if (free.length === 0) continue;
    const truck = random.pick(free);
    const stay = random.int(18, 70) * 60_000;
    freeAt.set(truck.plateNumber, arrival + stay + 20 * 60_000);
    const loadedIn = random.chance(0.6);
    const leg = (direction: 'in' | 'out', atMs: number, loaded: boolean): DayEvent => {
      const entrance = random.pick(demoEntrances);
      const lane = entrance.lanes.find((one) => one.direction === direction) ?? entrance.lanes[0];
      const luck = random.next();
      const reading = luck < unreadShare ? 'unread' : luck < unreadShare + faintShare ? 'faint' : 'clear';
      const confidence = reading === 'unread' ? 0 : reading === 'faint' ? random.int(35, 58) : random.int(88, 99);
      return { atMs, visit, direction, entranceCode: entrance.code, laneCode: lane.code, truck, cargo: loaded ? truck.cargo : null, reading, confidence };
    };
    events.push(leg('in', arrival, loadedIn), leg('out', arrival + stay, !loadedIn));
  }
  return events.sort((a, b) => a.atMs - b.atMs);
}

export type PlayOptions = {
  events: DayEvent[];
  /** 1 is real time, 60 a minute a second. */
  pace?: number;
  /** Drives one event through a camera; resolves to whether the truck got through. */
  onEvent(event: DayEvent): Promise<boolean>;
  signal?: AbortSignal;
};

/** Plays a day. A truck that was not let in does not come out. Resolves at the end of the day or when aborted. */
export async function playFactoryDay({ events, pace = 60, onEvent, signal }: PlayOptions): Promise<{ played: number; skipped: number }> {
  const inside = new Map<number, Promise<boolean>>();
  const running = new Set<Promise<unknown>>();
  const started = performance.now();
  let played = 0;
  let skipped = 0;
  for (const event of events) {
    await waitUntil(started + event.atMs / pace, signal);
    if (signal?.aborted) break;
    const work = (async (): Promise<boolean> => {
      if (event.direction === 'out' && !(await inside.get(event.visit))) {
        skipped++;
        return false;
      }
      played++;
      return onEvent(event);
    })();
    inside.set(
      event.visit,
      work.catch(() => false),
    );
    const tracked = work.catch(() => false).finally(() => running.delete(tracked));
    running.add(tracked);
  }
  await Promise.all(running);
  return { played, skipped };
}

function waitUntil(at: number, signal: AbortSignal | undefined): Promise<void> {
  const left = at - performance.now();
  if (left <= 0 || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, left);
    signal?.addEventListener('abort', end);
  });
}
