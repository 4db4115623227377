import { acSpec, dcSpec, huffmanCodes, quantisation, zigzag } from './jpeg-tables.ts';

export type Raster = { width: number; height: number; rgb: Uint8Array };

const dcCodes = huffmanCodes(dcSpec);
const acCodes = huffmanCodes(acSpec);

const cosines: number[][] = Array.from({ length: 8 }, (_, u) =>
  Array.from({ length: 8 }, (_, x) => (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16)),
);

class BitWriter {
  readonly bytes: number[] = [];
  private bits = 0;
  private count = 0;

  put(code: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) {
      this.bits = (this.bits << 1) | ((code >> i) & 1);
      if (++this.count === 8) {
        this.bytes.push(this.bits);
        if (this.bits === 0xff) this.bytes.push(0);
        this.bits = 0;
        this.count = 0;
      }
    }
  }

  finish(): void {
    while (this.count !== 0) this.put(1, 1);
  }
}

/** Encodes an RGB raster (sides must be multiples of 8) as a baseline JPEG, 4:4:4, without any native part. */
export function encodeJpeg({ width, height, rgb }: Raster): Buffer {
  if (width % 8 !== 0 || height % 8 !== 0) throw new RangeError('picture sides must be multiples of 8');
  const planes = toYcc(rgb, width * height);
  const writer = new BitWriter();
  const previousDc = [0, 0, 0];
  for (let by = 0; by < height; by += 8) {
    for (let bx = 0; bx < width; bx += 8) {
      planes.forEach((plane, component) => {
        const coefficients = transform(plane, { bx, by, width });
        previousDc[component] = writeBlock(writer, coefficients, previousDc[component] ?? 0);
      });
    }
  }
  writer.finish();
  return Buffer.concat([head(width, height), Buffer.from(writer.bytes), Buffer.from([0xff, 0xd9])]);
}

/** One marker segment with its length. */
export function segment(marker: number, body: Uint8Array): Buffer {
  const length = body.length + 2;
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 255]), body]);
}

function toYcc(rgb: Uint8Array, pixels: number): Float32Array[] {
  const y = new Float32Array(pixels);
  const cb = new Float32Array(pixels);
  const cr = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const r = rgb[i * 3] ?? 0;
    const g = rgb[i * 3 + 1] ?? 0;
    const b = rgb[i * 3 + 2] ?? 0;
    y[i] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
    cb[i] = -0.168736 * r - 0.331264 * g + 0.5 * b;
    cr[i] = 0.5 * r - 0.418688 * g - 0.081312 * b;
  }
  return [y, cb, cr];
}

/** Quantised coefficients in zigzag order. */
function transform(plane: Float32Array, { bx, by, width }: { bx: number; by: number; width: number }): Int16Array {
  const out = new Int16Array(64);
  const rows = new Float32Array(64);
  const first = plane[by * width + bx] ?? 0;
  let flat = true;
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) {
      const sample = plane[(by + y) * width + bx + x] ?? 0;
      rows[y * 8 + x] = sample;
      if (sample !== first) flat = false;
    }
  }
  if (flat) {
    out[0] = Math.round((first * 8) / (quantisation[0] ?? 1));
    return out;
  }
  const half = multiply(rows, (row, k, u) => (rows[row * 8 + k] ?? 0) * (cosines[u]?.[k] ?? 0));
  const full = multiply(half, (v, k, u) => (half[k * 8 + u] ?? 0) * (cosines[v]?.[k] ?? 0));
  zigzag.forEach((natural, i) => {
    out[i] = Math.round((full[natural] ?? 0) / (quantisation[natural] ?? 1));
  });
  return out;
}

function multiply(like: Float32Array, term: (row: number, k: number, column: number) => number): Float32Array {
  const out = new Float32Array(like.length);
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += term(row, k, column);
      out[row * 8 + column] = sum;
    }
  }
  return out;
}

function writeBlock(writer: BitWriter, coefficients: Int16Array, previousDc: number): number {
  const dc = coefficients[0] ?? 0;
  const difference = dc - previousDc;
  const dcSize = bitSize(difference);
  writer.put(...codeOf(dcCodes, dcSize));
  writer.put(magnitude(difference, dcSize), dcSize);
  let zeros = 0;
  for (let i = 1; i < 64; i++) {
    const value = coefficients[i] ?? 0;
    if (value === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) writer.put(...codeOf(acCodes, 0xf0));
    const size = bitSize(value);
    writer.put(...codeOf(acCodes, (zeros << 4) | size));
    writer.put(magnitude(value, size), size);
    zeros = 0;
  }
  if (zeros > 0) writer.put(...codeOf(acCodes, 0));
  return dc;
}

const bitSize = (value: number): number => 32 - Math.clz32(Math.abs(value));
const magnitude = (value: number, size: number): number => (value < 0 ? value + (1 << size) - 1 : value);

function codeOf(table: Array<[number, number]>, symbol: number): [number, number] {
  const code = table[symbol];
  if (!code) throw new RangeError(`no Huffman code for symbol ${symbol}`);
  return code;
}

function head(width: number, height: number): Buffer {
  const component = (id: number): number[] => [id, 0x11, 0];
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const huffman = (kind: number, spec: typeof dcSpec): Buffer => Buffer.from([kind, ...spec.counts, ...spec.symbols]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex')),
    segment(0xdb, Buffer.from([0, ...zigzag.map((natural) => quantisation[natural] ?? 1)])),
    segment(0xc0, Buffer.from([8, ...size, 3, ...component(1), ...component(2), ...component(3)])),
    segment(0xc4, huffman(0x00, dcSpec)),
    segment(0xc4, huffman(0x10, acSpec)),
    segment(0xda, Buffer.from([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])),
  ]);
}
