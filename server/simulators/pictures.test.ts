import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { looksLikeJpeg, makePicture, makeReadPictures } from './pictures.ts';

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Walks the marker segments up to the scan and returns their markers. */
function markers(jpeg: Buffer): number[] {
  const found: number[] = [];
  let at = 2;
  while (jpeg[at + 1] !== 0xda) {
    expect(jpeg[at]).toBe(0xff);
    found.push(jpeg[at + 1] ?? 0);
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  return found;
}

describe('made pictures', () => {
  test('a picture has the segments of a baseline JPEG in order', () => {
    const jpeg = makePicture({ plate: '冀B00001', color: 'yellow', kind: 'full', mark: 'a' });
    expect(looksLikeJpeg(jpeg)).toBe(true);
    expect(markers(jpeg)).toEqual([0xfe, 0xe0, 0xdb, 0xc0, 0xc4, 0xc4]);
  });

  test('a wanted size is reached within five bytes', () => {
    const jpeg = makePicture({ plate: '冀B00001', color: 'yellow', kind: 'full', bytes: 200_000, mark: 'a' });
    expect(jpeg.length).toBeLessThanOrEqual(200_000);
    expect(jpeg.length).toBeGreaterThan(199_994);
  });

  test('the same request with the same mark is the same bytes, with another mark others', () => {
    const one = makePicture({ plate: '冀B00001', color: 'yellow', kind: 'plate', mark: 'a' });
    expect(sha(makePicture({ plate: '冀B00001', color: 'yellow', kind: 'plate', mark: 'a' }))).toBe(sha(one));
    expect(sha(makePicture({ plate: '冀B00001', color: 'yellow', kind: 'plate', mark: 'b' }))).not.toBe(sha(one));
    expect(sha(makePicture({ plate: '冀B00001', color: 'yellow', kind: 'plate' }))).not.toBe(
      sha(makePicture({ plate: '冀B00001', color: 'yellow', kind: 'plate' })),
    );
  });

  test('a read without a plate has pictures too', () => {
    const { full, crop } = makeReadPictures({ plate: null, color: 'unknown' });
    expect([looksLikeJpeg(full), looksLikeJpeg(crop)]).toEqual([true, true]);
  });
});
