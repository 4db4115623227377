import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Column } from './column.ts';
import { columnLetters, headerStyle, xlsxCell, xmlText } from './xlsx-cell.ts';

/** Rows of one sheet in Excel, its header included. */
export const sheetRows = 1_048_576;
/** UTF-16 units that are encoded at once. */
const chunkLength = 64 * 1024;
/** The sheets are mostly tags: the fastest level already makes them small. */
const compressionLevel = 1;

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const styles = `${declaration}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.000"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

export interface SheetTable<T> {
  title: string;
  columns: readonly Column<T>[];
  batches: Iterable<readonly T[]>;
  /** Rows of a sheet with its header; Excel's own limit unless told. */
  rowsPerSheet?: number;
}

/**
 * A table as an Excel workbook: bold frozen header, column widths, further sheets when one is full. The stream is pulled:
 * no row is read before there is room for it. An error of `batches` destroys it.
 */
export function xlsxStream<T>({ title, columns, batches, rowsPerSheet = sheetRows }: SheetTable<T>): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const rows = rowsOf(batches);
  const write = async () => {
    const names: string[] = [];
    do {
      names.push(names.length === 0 ? title : `${title} ${names.length + 1}`);
      const sheet = Readable.from(sheetChunks(columns, rows, rowsPerSheet - 1));
      zip.addReadStream(sheet, `xl/worksheets/sheet${names.length}.xml`, { compressionLevel });
      await finished(sheet);
    } while (!rows.ended());
    for (const [path, text] of Object.entries(workbookParts(names))) zip.addBuffer(Buffer.from(text), path);
    zip.end();
  };
  zip.on('error', (error) => output.destroy(error));
  write().catch((error) => output.destroy(error));
  return output;
}

interface Rows<T> {
  next(): T | undefined;
  ended(): boolean;
}

/** Rows one by one; `ended` looks one ahead, so that no empty sheet follows a full one. */
function rowsOf<T>(batches: Iterable<readonly T[]>): Rows<T> {
  const iterator = batches[Symbol.iterator]();
  let batch: readonly T[] = [];
  let at = 0;
  const ended = () => {
    while (at >= batch.length) {
      const more = iterator.next();
      if (more.done) return true;
      batch = more.value;
      at = 0;
    }
    return false;
  };
  return { ended, next: () => (ended() ? undefined : batch[at++]) };
}

function* sheetChunks<T>(columns: readonly Column<T>[], rows: Rows<T>, most: number): Generator<Buffer> {
  const letters = columns.map((_column, index) => columnLetters(index));
  let text = `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">\
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`;
  columns.forEach((column, i) => {
    text += `<col min="${i + 1}" max="${i + 1}" width="${column.width}" customWidth="1"/>`;
  });
  text += '</cols><sheetData><row r="1">';
  columns.forEach((column, i) => {
    text += xlsxCell(`${letters[i]}1`, column.title, headerStyle);
  });
  text += '</row>';
  let number = 1;
  while (number <= most) {
    const row = rows.next();
    if (row === undefined) break;
    number += 1;
    text += `<row r="${number}">`;
    for (let i = 0; i < columns.length; i += 1) text += xlsxCell(`${letters[i]}${number}`, (columns[i] as Column<T>).cell(row));
    text += '</row>';
    if (text.length < chunkLength) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}</sheetData><autoFilter ref="A1:${letters.at(-1)}${number}"/></worksheet>`);
}

function workbookParts(names: readonly string[]): Record<string, string> {
  const sheets = names.map((name, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('');
  const targets = names.map((_name, i) => `<Relationship Id="rId${i + 1}" Type="${relationships}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('');
  const parts = names.map((_name, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${contentType}.worksheet+xml"/>`).join('');
  return {
    'xl/workbook.xml': `${declaration}<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>${sheets}</sheets></workbook>`,
    'xl/styles.xml': styles,
    'xl/_rels/workbook.xml.rels': `${declaration}<Relationships xmlns="${packages}/relationships">${targets}\
<Relationship Id="rId${names.length + 1}" Type="${relationships}/styles" Target="styles.xml"/></Relationships>`,
    '_rels/.rels': `${declaration}<Relationships xmlns="${packages}/relationships">\
<Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/>${parts}</Types>`,
  };
}
