import { plateMessage } from '../server/simulators/cameras/vzenith-message.ts';
import { makePicture } from '../server/simulators/pictures.ts';
import type { LoadPlan } from './load.ts';

/** What differs from one push to the next; the values that take these places have the same number of bytes. */
const marks = { plate: '测Z90001', id: 987654321, seconds: 1_700_000_001 };
const firstId = 100_000_000;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Whole requests of a simulated camera, put together from a message that its simulator made once: only plate, number, time and some picture bytes differ. */
export function createPushes({ cameras, plates, pictures, host, firstPlate = 0 }: Pick<LoadPlan, 'cameras' | 'plates' | 'pictures' | 'host' | 'firstPlate'>) {
  const images = pictures && {
    full: makePicture({ plate: null, color: 'yellow', kind: 'full', bytes: pictures.full }),
    crop: makePicture({ plate: null, color: 'yellow', kind: 'plate', bytes: pictures.crop }),
  };
  const mark = Buffer.byteLength(marks.plate);
  if (plates.some((plate) => Buffer.byteLength(plate) !== mark)) throw new Error('a plate of another length');
  const templates = cameras.map(({ path, serial }) => {
    const read = {
      plateid: marks.id,
      license: marks.plate,
      colorType: 2,
      type: 3,
      confidence: 96,
      direction: 0,
      triggerType: 1,
      isFake: false,
      isOffline: false,
    };
    const message = plateMessage(
      { name: 'IVS', serial, ipaddr: '192.168.1.100' },
      { ...read, clockMs: marks.seconds * 1000, utcOffsetMinutes: 480, ctrltype: 0, images: images ?? undefined },
    ).toString('latin1');
    const head = `POST ${path}/devicemanagement/php/plateresult.php HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${message.length}\r\n\r\n`;
    return cut(head + message, images ? [images.full, images.crop].map((image) => image.toString('base64')) : []);
  });
  let counter = firstPlate;
  /** Pictures of a connection of its own, which are changed in place: the former request has been answered. */
  const own = new Map<number, (Text | Buffer)[]>();
  const ownPieces = (connection: number) => {
    const kept = own.get(connection);
    if (kept) return kept;
    const pieces = (templates[connection % templates.length] as (typeof templates)[number]).map((piece) => ('places' in piece ? piece : Buffer.from(piece)));
    own.set(connection, pieces);
    return pieces;
  };
  return {
    /** The next request of the camera that this connection belongs to, in pieces. */
    next(connection: number): Buffer[] {
      const pieces = ownPieces(connection);
      const number = counter++;
      const values = [plates[number % plates.length] as string, String(firstId + number), String(Math.floor(Date.now() / 1000))];
      return pieces.map((piece) => ('places' in piece ? filled(piece, values) : stamped(piece, number)));
    },
  };
}

/** Text with the places, by byte, of plate, number and seconds. */
interface Text {
  bytes: Buffer;
  places: readonly number[][];
}

/** Text and, between it, the pictures in base64 as bytes that are never searched. */
function cut(request: string, pictures: readonly string[]): (Text | Buffer)[] {
  const pieces: (Text | Buffer)[] = [];
  let rest = request;
  for (const picture of pictures) {
    const at = rest.indexOf(picture);
    pieces.push(textOf(rest.slice(0, at)), Buffer.from(picture, 'latin1'));
    rest = rest.slice(at + picture.length);
  }
  return [...pieces, textOf(rest)];
}

/** Messages are handled as bytes, one character each. */
function textOf(text: string): Text {
  const bytes = Buffer.from(text, 'latin1');
  const placesOf = (mark: Buffer) => {
    const found: number[] = [];
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) found.push(at);
    return found;
  };
  return { bytes, places: Object.values(marks).map((mark) => placesOf(Buffer.from(String(mark)))) };
}

function filled({ bytes, places }: Text, values: readonly string[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const [index, value] of values.entries()) for (const at of places[index] ?? []) copy.write(value, at);
  return copy;
}

/** Other bytes near the end make another file; the marker of a comment is not touched. */
function stamped(base64: Buffer, number: number): Buffer {
  const at = Math.floor(base64.length / 2);
  let left = number;
  for (let index = 0; index < 8; index++) {
    base64[at + index] = alphabet.charCodeAt(left % alphabet.length);
    left = Math.floor(left / alphabet.length);
  }
  return base64;
}
