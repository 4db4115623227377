// Reads the first sheet of an .xlsx file as rows of text, with nothing but a zip reader.
import { text } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** Rows of the first sheet in order, heading included; cells without a value are ''. */
export async function readWorkbook(file: string): Promise<string[][]> {
  const parts = await unzip(file);
  const shared = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => textOf(item ?? ''));
  const sheet = [...parts].find(([name]) => name.startsWith('xl/worksheets/'))?.[1] ?? '';
  return [...sheet.matchAll(/<row\b[^>]*>(.*?)<\/row>/gs)].map(([, row]) =>
    [...(row ?? '').matchAll(/<c\b([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes, cell]) =>
      /t="s"/.test(attributes ?? '') ? (shared[Number(textOf(cell ?? ''))] ?? '') : textOf(cell ?? ''),
    ),
  );
}

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

function textOf(xml: string): string {
  return xml.replaceAll(/<[^>]*>/g, '').replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity);
}

function unzip(file: string): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true }, (problem, zip) => {
      if (problem) return reject(problem);
      const parts = new Map<string, string>();
      zip.on('entry', (entry: yauzl.Entry) => {
        zip.openReadStream(entry, (fault, stream) => {
          if (fault) return reject(fault);
          text(stream).then((content) => {
            parts.set(entry.fileName, content);
            zip.readEntry();
          }, reject);
        });
      });
      zip.on('end', () => resolve(parts));
      zip.on('error', reject);
      zip.readEntry();
    });
  });
}
