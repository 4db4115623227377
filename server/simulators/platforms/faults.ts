import { createRandom } from '../random.ts';

export const faultModes = [
  'timeout-before-commit',
  'timeout-after-commit',
  'error-before-commit',
  'error-after-commit',
  'reset-before-commit',
  'reset-after-commit',
  'slow',
  'expired-401',
  'expired-code',
  'rejected',
  'already-exists',
  'double-reply',
  'garbage',
  'too-many',
] as const;
export type FaultMode = (typeof faultModes)[number];

export type Fault = {
  mode: FaultMode;
  /** How many requests it hits; without it, until it is cleared or `forMs` is over. */
  times?: number;
  forMs?: number;
  /** Only records of this plate. */
  plate?: string;
  /** 0–1 of the requests it could hit. */
  probability?: number;
  /** For `slow`. */
  delayMs?: number;
  /** For `rejected`: the platform's sentence. */
  reason?: string;
};

export type FaultControl = ReturnType<typeof createFaultControl>;

/** The switchboard of a simulated platform: which fault, if any, hits the next request. */
export function createFaultControl({ seed = 1 }: { seed?: number } = {}) {
  const random = createRandom(seed);
  const active: Array<Fault & { until: number }> = [];
  const hits: Record<string, number> = {};
  return {
    hits,
    /** Adds a fault; throws a TypeError for a mode that does not exist. */
    add(fault: Fault): void {
      if (!faultModes.includes(fault.mode)) throw new TypeError(`unknown fault mode ${String(fault.mode)}`);
      active.push({ ...fault, until: fault.forMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + fault.forMs });
    },
    clear(): void {
      active.length = 0;
    },
    list: (): Fault[] => active.map(({ until: _until, ...fault }) => fault),
    /** The first fault that hits this record, counted down. */
    take(plate: string): Fault | undefined {
      const now = Date.now();
      for (let i = active.length - 1; i >= 0; i--) if ((active[i]?.until ?? 0) <= now || active[i]?.times === 0) active.splice(i, 1);
      const fault = active.find((one) => (one.plate === undefined || one.plate === plate) && (one.probability === undefined || random.chance(one.probability)));
      if (!fault) return undefined;
      if (fault.times !== undefined) fault.times--;
      hits[fault.mode] = (hits[fault.mode] ?? 0) + 1;
      return fault;
    },
  };
}
