import type { Cell } from './column.ts';

/** Excel calls a file damaged when a cell holds more. */
const longestText = 32_767;
const cutMark = '…（超出单元格长度，完整内容见 CSV）';

/** Cell formats of the workbook: bold for headers, three decimals for tonnes. */
export const headerStyle = 1;
const tonnesStyle = 2;

/** One cell of SpreadsheetML at `reference` (`A1`); a blank one is nothing at all. */
export function xlsxCell(reference: string, cell: Cell, style = 0): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
  if (typeof cell === 'object') return `<c r="${reference}" s="${tonnesStyle}"><v>${cell.tonnes}</v></c>`;
  return `<c r="${reference}"${style === 0 ? '' : ` s="${style}"`} t="inlineStr"><is><t${/^\s|\s$|[\n\t]/.test(cell) ? ' xml:space="preserve"' : ''}>${xmlText(fitting(cell))}</t></is></c>`;
}

/** Text between tags: escaped, without what XML 1.0 cannot hold. */
export function xmlText(text: string): string {
  if (!/[&<>\u0000-\u001f\ud800-\udfff\ufffe\uffff]|_x/.test(text)) return text;
  return (
    text
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('\r', '&#13;')
      // Excel reads _x0041_ as the character of that number.
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  );
}

/** `A`, `Z`, `AA` … of a column counted from 0. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

function fitting(text: string): string {
  return text.length > longestText ? text.slice(0, longestText - cutMark.length) + cutMark : text;
}
