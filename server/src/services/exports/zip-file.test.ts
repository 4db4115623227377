import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import yauzl from 'yauzl';
import { unzip } from '../../testing/workbook.ts';
import { zipChunks } from './zip-file.ts';

const at = new Date(2026, 10, 24, 9, 8, 6);
const packed = (parts: Record<string, readonly string[]>) =>
  Buffer.concat([
    ...zipChunks(
      Object.entries(parts).map(([name, chunks]) => ({ name, chunks })),
      at,
    ),
  ]);

test('another program reads every part back, whatever its chunks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 5 }), { maxLength: 5 }), async (texts) => {
      const parts = Object.fromEntries(texts.map((chunks, index) => [`台账/${index}.xml`, chunks]));
      const expected = Object.entries(parts).map(([name, chunks]) => [name, chunks.map((chunk) => Buffer.from(chunk).toString()).join('')]);
      expect([...(await unzip(packed(parts)))]).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test('checksums, sizes, names and times are those of the content', async () => {
  const content = { 'a.xml': ['<a>', '测A00001'.repeat(50_000), '</a>'], '空.xml': [] };
  const entries = await entriesOf(packed(content));
  expect(entries.map(({ fileName }) => fileName)).toEqual(['a.xml', '空.xml']);
  for (const [index, chunks] of Object.values(content).entries()) {
    const bytes = Buffer.from(chunks.join(''));
    expect(entries[index]).toMatchObject({ crc32: crc32(bytes), uncompressedSize: bytes.length });
    expect(entries[index]?.getLastModDate({ forceDosFormat: true, timezone: 'local' })).toEqual(at);
  }
});

test('an error of the chunks ends the archive', () => {
  function* broken(): Generator<string> {
    yield 'a';
    throw new Error('read failed');
  }
  expect(() => [...zipChunks([{ name: 'a', chunks: broken() }], at)]).toThrow('read failed');
});

function entriesOf(archive: Buffer): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(archive, (problem, zip) => {
      if (problem) return reject(problem);
      const entries: yauzl.Entry[] = [];
      zip.on('entry', (entry: yauzl.Entry) => entries.push(entry));
      zip.on('end', () => resolve(entries));
      zip.on('error', reject);
    });
  });
}
