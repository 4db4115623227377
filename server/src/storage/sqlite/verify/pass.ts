/** What each pass of a verification found. A problem is one Chinese line that begins with the place: `seq N:`, a file, or `table key:`. */
export type Problem = string;

export interface PassResult {
  checked: number;
  problems: Problem[];
}
export type PassName = 'entries' | 'projections' | 'pictures';

/** Everything a pass needs; plain data, so that it can cross to a thread. */
export interface PassTask {
  pass: PassName;
  folder: string;
  /** A signed note kept outside, against which rewriting is found. */
  checkpoint: string | null;
  /** The verifier key of that note; null: the site's own key. */
  verifierKey: string | null;
}

/** More of the same would only bury the first ones. */
export const mostProblems = 100;

export type Report = (done: number, total: number) => void;
