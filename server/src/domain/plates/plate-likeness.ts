export interface NearPlate {
  plateNumber: string;
  /** 0.3 for each look-alike, 1 for each other difference. */
  distance: number;
}

/** Characters that cameras take for one another. */
const lookAlikeGroups = [
  '0ODQ',
  '1IL',
  '8B',
  '2Z',
  '5S',
  '6G',
  '7T',
  'VU',
  'MN',
  'CG',
  'EF',
  'HN',
  'XK',
  '4A',
  '3B',
  '皖院',
  '津律',
  '冀翼',
  '豫像',
  '鲁鱼',
  '苏办',
];
const lookAlikeCost = 0.3;
/** One plain error, or some look-alikes, or one of each; two plain errors make another plate. */
const threshold = 1.6;

const lookAlikes: ReadonlySet<string> = new Set(lookAlikeGroups.flatMap((group) => [...group].flatMap((a) => [...group].map((b) => a + b))));

/**
 * The candidates nearest to a read number, nearest first, at most `limit`, the number itself left out.
 * For a person to choose from: a likeness is never applied by itself.
 */
export function nearPlates(number: string, candidates: Iterable<string>, limit: number): NearPlate[] {
  const read = [...number];
  const near = new Map<string, number>();
  for (const candidate of candidates) {
    if (candidate === number || near.has(candidate)) continue;
    const distance = plateDistance(read, [...candidate]);
    if (distance <= threshold) near.set(candidate, distance);
  }
  return [...near]
    .map(([plateNumber, distance]) => ({ plateNumber, distance }))
    .sort((a, b) => a.distance - b.distance || (a.plateNumber < b.plateNumber ? -1 : 1))
    .slice(0, Math.max(0, limit));
}

/** Weighted edit distance; Infinity as soon as it must pass the threshold. */
function plateDistance(a: readonly string[], b: readonly string[]): number {
  if (Math.abs(a.length - b.length) > threshold) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_cost, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + swapCost(a[i - 1] as string, b[j - 1] as string);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    if (Math.min(...next) > threshold) return Number.POSITIVE_INFINITY;
    row = next;
  }
  // Sums of 0.3 would otherwise show as 0.8999999999999999.
  return Math.round((row[b.length] as number) * 10) / 10;
}

function swapCost(a: string, b: string): number {
  if (a === b) return 0;
  return lookAlikes.has(a + b) ? lookAlikeCost : 1;
}
