import { constants, crc32, deflateRawSync } from 'node:zlib';

/** One file in the archive; its chunks are taken once, before the next file is asked for. */
export interface ZipPart {
  name: string;
  chunks: Iterable<string>;
}

/** A size or a place that does not fit into the fields of a plain archive; a hundred million rows do. */
const full = 0xffff_ffff;
/** Names in UTF-8, sizes behind the data instead of before it. */
const flags = 0x0808;
const deflated = 8;
/** The texts are mostly tags: the fastest level already makes them small. */
const level = 1;

interface Stored {
  name: Buffer;
  offset: number;
  crc: number;
  packed: number;
  unpacked: number;
}

/**
 * A ZIP archive, chunk by chunk, deflated on the calling thread: the streams of zlib work in the pool that the gate's own disk work waits in,
 * at a priority that a thread standing back does not have there. Throws a RangeError when a part or the archive reaches 4 GiB.
 */
export function* zipChunks(parts: Iterable<ZipPart>, modifiedAt: Date): Generator<Buffer> {
  const stamp = dosTime(modifiedAt);
  const stored: Stored[] = [];
  let offset = 0;
  const passed = (bytes: Buffer) => {
    offset += bytes.length;
    return bytes;
  };
  for (const { name, chunks } of parts) {
    const part: Stored = { name: Buffer.from(name), offset, crc: 0, packed: 0, unpacked: 0 };
    yield passed(localHeader(part, stamp));
    for (const chunk of chunks) {
      const bytes = Buffer.from(chunk);
      part.crc = crc32(bytes, part.crc);
      part.unpacked += bytes.length;
      yield passed(pack(part, bytes, constants.Z_SYNC_FLUSH));
    }
    yield passed(pack(part, Buffer.alloc(0), constants.Z_FINISH));
    yield passed(descriptor(part));
    if (part.unpacked >= full || offset >= full) throw new RangeError(`${name} is too large for an archive`);
    stored.push(part);
  }
  const directory = Buffer.concat(stored.map((part) => directoryEntry(part, stamp)));
  yield directory;
  yield ending({ count: stored.length, size: directory.length, offset });
}

/** Each chunk is a stream of its own up to a byte's end, so that they can stand one behind the other. */
function pack(part: Stored, bytes: Buffer, finishFlush: number): Buffer {
  const packed = deflateRawSync(bytes, { level, finishFlush });
  part.packed += packed.length;
  return packed;
}

function localHeader({ name }: Stored, stamp: number): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(deflated, 8);
  header.writeUInt32LE(stamp, 10);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function descriptor({ crc, packed, unpacked }: Stored): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(packed, 8);
  bytes.writeUInt32LE(unpacked, 12);
  return bytes;
}

function directoryEntry({ name, offset, crc, packed, unpacked }: Stored, stamp: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(deflated, 10);
  entry.writeUInt32LE(stamp, 12);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed, 20);
  entry.writeUInt32LE(unpacked, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, name]);
}

function ending({ count, size, offset }: { count: number; size: number; offset: number }): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** Date and time of MS-DOS, the time in the lower half, in the machine's own zone as every archiver writes it. */
function dosTime(at: Date): number {
  const date = (Math.max(0, at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  return ((date << 16) | time) >>> 0;
}
