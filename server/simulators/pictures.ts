import { encodeJpeg, type Raster, segment } from './jpeg.ts';

export type PictureKind = 'full' | 'plate' | 'body';
export type PictureRequest = {
  plate: string | null;
  /** Neutral colour word, such as `yellow`; others are drawn grey. */
  color: string;
  kind: PictureKind;
  /** Wanted size; the result is within a few bytes of it, or its natural size when that is more. */
  bytes?: number;
  /** Makes the bytes distinct: the same request with another mark gives another SHA-256. */
  mark?: string;
};

type Rgb = readonly [number, number, number];
const grounds: Record<string, Rgb> = {
  blue: [20, 70, 180],
  yellow: [235, 185, 20],
  white: [240, 240, 240],
  black: [25, 25, 25],
  green: [90, 200, 130],
  'yellow-green': [120, 200, 90],
};
const grey: Rgb = [150, 150, 150];

/** 3×5 dots a glyph, five octal digits from the top row down. */
const font: Record<string, string> = {
  ...{ '0': '75557', '1': '26227', '2': '71747', '3': '71717', '4': '55711', '5': '74717', '6': '74757', '7': '71122', '8': '75757', '9': '75717' },
  ...{ A: '25755', B: '65656', C: '34443', D: '65556', E: '74647', F: '74644', G: '34553', H: '55755', J: '11152', K: '55655', L: '44447', M: '57755' },
  ...{ N: '65555', P: '65644', Q: '25563', R: '65655', S: '34216', T: '72222', U: '55557', V: '55552', W: '55775', X: '55255', Y: '55222', Z: '71247' },
};

const encoded = new Map<string, Buffer>();
const cacheLimit = 512;
let counter = 0;

/** A valid baseline JPEG of a truck (or its plate, or its body) that any browser shows; synthetic, no real vehicle. */
export function makePicture({ plate, color, kind, bytes = 0, mark }: PictureRequest): Buffer {
  const key = `${kind}|${color}|${plate ?? ''}`;
  let base = encoded.get(key);
  if (!base) {
    base = encodeJpeg(draw({ plate, color, kind }));
    if (encoded.size >= cacheLimit) encoded.delete(encoded.keys().next().value ?? '');
    encoded.set(key, base);
  }
  const note = Buffer.from(`synthetic picture ${mark ?? ++counter}`, 'utf8');
  const parts = [base.subarray(0, 2), segment(0xfe, note)];
  let missing = bytes - base.length - note.length - 4;
  while (missing > 4) {
    const body = Math.min(65_000, missing - 4);
    parts.push(segment(0xfe, Buffer.alloc(body, 'greengate simulated padding ')));
    missing -= body + 4;
  }
  return Buffer.concat([...parts, base.subarray(2)]);
}

/** The two pictures a camera sends with a read. */
export function makeReadPictures(of: { plate: string | null; color: string; fullBytes?: number; mark?: string }): { full: Buffer; crop: Buffer } {
  const { fullBytes, ...rest } = of;
  return { full: makePicture({ ...rest, kind: 'full', bytes: fullBytes ?? 0 }), crop: makePicture({ ...rest, kind: 'plate' }) };
}

/** True for bytes that begin and end as a JPEG does. */
export function looksLikeJpeg(bytes: Uint8Array): boolean {
  const end = bytes.length;
  return end > 4 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff && bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9;
}

function draw({ plate, color, kind }: { plate: string | null; color: string; kind: PictureKind }): Raster {
  if (kind === 'plate') {
    const canvas = createCanvas(144, 48, [60, 60, 60]);
    canvas.plate({ plate, color, x: 4, y: 4, scale: 4 });
    return canvas.raster;
  }
  const canvas = createCanvas(384, 216, [170, 195, 215]);
  canvas.fill([0, 120, 384, 96], [95, 98, 102]);
  canvas.fill([0, 150, 384, 4], [215, 210, 190]);
  const hue = hash(plate ?? '无');
  canvas.fill([120, 36, 230, 104], [70 + (hue % 100), 80 + ((hue >>> 7) % 80), 90 + ((hue >>> 14) % 90)]);
  canvas.fill([40, 56, 80, 92], [200, 200 - (hue % 90), 60 + ((hue >>> 5) % 120)]);
  canvas.fill([48, 64, 56, 34], [40, 55, 70]);
  canvas.fill([40, 140, 310, 12], [45, 45, 48]);
  for (const x of [60, 170, 214, 296]) canvas.fill([x, 146, 32, 26], [22, 22, 24]);
  canvas.plate({ plate, color, x: 42, y: 116, scale: 2 });
  return canvas.raster;
}

function createCanvas(width: number, height: number, ground: Rgb) {
  const raster: Raster = { width, height, rgb: new Uint8Array(width * height * 3) };
  const fill = ([x, y, w, h]: readonly [number, number, number, number], [r, g, b]: Rgb): void => {
    for (let row = y; row < Math.min(height, y + h); row++) {
      for (let at = (row * width + x) * 3; at < (row * width + Math.min(width, x + w)) * 3; at += 3) {
        raster.rgb[at] = r;
        raster.rgb[at + 1] = g;
        raster.rgb[at + 2] = b;
      }
    }
  };
  const glyph = (char: string, at: { x: number; y: number; scale: number; ink: Rgb }): void => {
    const rows = font[char] ?? '77777';
    for (let row = 0; row < 5; row++) {
      const bits = Number(rows[row] ?? 7);
      for (let column = 0; column < 3; column++) {
        if (bits & (4 >> column)) fill([at.x + column * at.scale, at.y + row * at.scale, at.scale, at.scale], at.ink);
      }
    }
  };
  fill([0, 0, width, height], ground);
  return {
    raster,
    fill,
    plate({ plate, color, x, y, scale }: { plate: string | null; color: string; x: number; y: number; scale: number }): void {
      const chars = plate === null ? [] : [...plate];
      fill([x, y, Math.max(chars.length, 7) * 4 * scale + 2 * scale, 9 * scale], grounds[color] ?? grey);
      const ink: Rgb = color === 'blue' || color === 'black' ? [250, 250, 250] : [20, 20, 20];
      chars.forEach((char, i) => {
        glyph(char, { x: x + 2 * scale + i * 4 * scale, y: y + 2 * scale, scale, ink });
      });
    },
  };
}

function hash(text: string): number {
  let value = 2166136261;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0;
  return value;
}
