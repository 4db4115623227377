/** What stands in one cell: a number stays one in Excel, tonnes are one with three decimals; null is a blank. */
export type Cell = string | number | { tonnes: string } | null;

export interface Column<T> {
  title: string;
  /** Characters of Excel's own measure. */
  width: number;
  cell(row: T): Cell;
}

/** The word of a code; what nobody knows stays blank, a code without a word stands as it is. */
export function word(list: Readonly<Record<string, string>>, code: string | null | undefined): Cell {
  if (code === null || code === undefined || code === 'unknown') return null;
  return Object.hasOwn(list, code) ? (list[code] as string) : code;
}

/** A stored decimal with at least three decimals, never through a float; what is none stays the text that it is. */
export function tonnes(text: string | null): Cell {
  if (text === null || text === '') return null;
  const parts = /^(\d{1,12})(?:\.(\d+))?$/.exec(text);
  return parts ? { tonnes: `${parts[1]}.${(parts[2] ?? '').padEnd(3, '0')}` } : text;
}

/** Picture names, each once. */
export function pictureNames(pictures: readonly { sha256: string }[]): Cell {
  if (pictures.length === 0) return null;
  return pictures.length === 1 ? (pictures[0] as { sha256: string }).sha256 : [...new Set(pictures.map((picture) => picture.sha256))].join(';');
}
