import type { Cell, Column } from './column.ts';

/** UTF-16 units that are encoded at once. */
const chunkLength = 64 * 1024;

/** A table as RFC 4180 with CRLF and, for Excel, a byte-order mark. Chunks of about 64 KB. */
export function* csvChunks<T>(columns: readonly Column<T>[], batches: Iterable<readonly T[]>): Generator<Buffer> {
  let text = `\uFEFF${columns.map((column) => csvCell(column.title)).join(',')}\r\n`;
  for (const batch of batches) {
    for (const row of batch) {
      for (let i = 0; i < columns.length; i += 1) {
        if (i > 0) text += ',';
        text += csvCell((columns[i] as Column<T>).cell(row));
      }
      text += '\r\n';
      if (text.length < chunkLength) continue;
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

/** One cell. A text that a spreadsheet would take for a formula gets a `'` before it (OWASP: CSV injection). */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'object') return cell.tonnes;
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
