import { text } from 'node:stream/consumers';
import { XMLValidator } from 'fast-xml-parser';
import yauzl from 'yauzl';

export interface Workbook {
  /** XML of each part by its path in the package. */
  parts: Map<string, string>;
  /** Sheets in their order: rows of cells, a blank one null, a number a number. */
  sheets: { name: string; rows: (string | number | null)[][] }[];
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Reads a workbook as another program would: by its relationships, every part well-formed XML. Throws when one is not. */
export async function readWorkbook(file: string | Buffer): Promise<Workbook> {
  const parts = await unzip(file);
  for (const [path, xml] of parts) {
    const found = XMLValidator.validate(xml);
    if (found !== true) throw new Error(`${path}: ${found.err.msg} in line ${found.err.line}`);
  }
  const part = (path: string) => {
    const xml = parts.get(path);
    if (xml === undefined) throw new Error(`${path} is missing`);
    return xml;
  };
  const targets = new Map(
    [...part('xl/_rels/workbook.xml.rels').matchAll(/<Relationship Id="([^"]+)"[^>]*Target="([^"]+)"/g)].map(([, id, target]) => [id, target]),
  );
  const sheets = [...part('xl/workbook.xml').matchAll(/<sheet name="([^"]+)"[^>]*r:id="([^"]+)"/g)];
  return { parts, sheets: sheets.map(([, name, id]) => ({ name: plain(name ?? ''), rows: rowsOf(part(`xl/${targets.get(id)}`)) })) };
}

function rowsOf(xml: string): (string | number | null)[][] {
  return [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, inner]) => {
    const row: (string | number | null)[] = [];
    for (const [, letters, attributes, content] of (inner ?? '').matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs)) {
      const column = [...(letters ?? '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      while (row.length < column) row.push(null);
      const value = plain((content ?? '').replace(/<[^>]*>/g, ''));
      row.push(/t="inlineStr"/.test(attributes ?? '') ? value : Number(value));
    }
    return row;
  });
}

function plain(xml: string): string {
  return xml.replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) => (code ? String.fromCharCode(Number(code)) : (entities[name] ?? whole)));
}

function unzip(file: string | Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, string>();
    const read = (problem: Error | null, zip: yauzl.ZipFile) => {
      if (problem) return reject(problem);
      zip.on('error', reject);
      zip.on('end', () => resolve(parts));
      zip.on('entry', (entry: yauzl.Entry) => {
        zip.openReadStream(entry, (fault, stream) => {
          if (fault) return reject(fault);
          text(stream).then((content) => {
            parts.set(entry.fileName, content);
            zip.readEntry();
          }, reject);
        });
      });
      zip.readEntry();
    };
    if (typeof file === 'string') yauzl.open(file, { lazyEntries: true }, read);
    else yauzl.fromBuffer(file, { lazyEntries: true }, read);
  });
}
