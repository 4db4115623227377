// What a benchmark is: one file, one or more measurements, each with the limit it is held against.

export interface Goal {
  /** `least`: as much as this or more; `most`: as much as this or less. */
  is: 'least' | 'most';
  than: number;
  of: 'value' | 'ratio';
}

export interface Measurement {
  /** `<bench>` or `<bench>.<what>`. */
  name: string;
  title: string;
  value: number;
  unit: string;
  /** What the machine would give if nothing but the unavoidable were done, in the same unit; null where there is no such thing. */
  limit: number | null;
  limitTitle: string;
  /** Share of the limit that is reached, 1 is all of it; null without a limit. */
  ratio: number | null;
  /** Met when one of them holds; empty for figures that are only told. */
  must: readonly Goal[];
  reach: readonly Goal[];
}

export interface BenchContext {
  /** A folder that is removed after the run; large data sets are kept in it between benches. */
  folder: string;
  /** Share of the full size, for quick looks; 1 is the real one. */
  scale: number;
  say(line: string): void;
}

export interface Bench {
  name: string;
  title: string;
  /** How it is measured and over what, one sentence each. */
  method: readonly string[];
  run(context: BenchContext): Promise<Measurement[]>;
}

/** Whether any goal holds; true when there is none. */
export function holds(goals: readonly Goal[], measured: Pick<Measurement, 'value' | 'ratio'>): boolean {
  return goals.length === 0 || goals.some((goal) => holdsOne(goal, measured));
}

export const atLeast = (than: number, of: Goal['of'] = 'value'): Goal => ({ is: 'least', than, of });
export const atMost = (than: number, of: Goal['of'] = 'value'): Goal => ({ is: 'most', than, of });

/** The value at a share of the sorted list, such as 0.99; NaN of an empty one. */
export function percentile(values: readonly number[] | Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function holdsOne({ is, than, of }: Goal, measured: Pick<Measurement, 'value' | 'ratio'>): boolean {
  const found = of === 'value' ? measured.value : measured.ratio;
  if (found === null || Number.isNaN(found)) return false;
  return is === 'least' ? found >= than : found <= than;
}
