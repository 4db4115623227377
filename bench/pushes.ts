import { plateMessage } from '../server/simulators/cameras/vzenith-message.ts';
import { makePicture } from '../server/simulators/pictures.ts';
import type { LoadPlan } from './load.ts';

const marks = { plate: '测Z90001', id: 987654321, seconds: 1_700_000_001 };
/** Messages are handled as bytes, one character each. */
const plateMark = Buffer.from(marks.plate).toString('latin1');
const variable = new RegExp(`${plateMark}|${marks.id}|${marks.seconds}`, 'g');
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Whole requests of a simulated camera, put together from a message that its simulator made once: only plate, number, time and some picture bytes differ. */
export function createPushes({ cameras, plates, pictures, host, firstPlate = 0 }: Pick<LoadPlan, 'cameras' | 'plates' | 'pictures' | 'host' | 'firstPlate'>) {
  const images = pictures && {
    full: makePicture({ plate: null, color: 'yellow', kind: 'full', bytes: pictures.full }),
    crop: makePicture({ plate: null, color: 'yellow', kind: 'plate', bytes: pictures.crop }),
  };
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
    const head = `POST ${path}/devicemanagement/php/plateresult.php HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`;
    return { head, message: cut(message, images ? [images.full, images.crop].map((image) => image.toString('base64')) : []) };
  });
  let counter = firstPlate;
  return {
    /** The next request of the camera that this connection belongs to, in pieces. */
    next(connection: number): Buffer[] {
      const template = templates[connection % templates.length] as (typeof templates)[number];
      const number = counter++;
      const values: Record<string, string> = {
        [plateMark]: Buffer.from(plates[number % plates.length] as string).toString('latin1'),
        [String(marks.id)]: String(1_000_000 + number),
        [String(marks.seconds)]: String(Math.floor(Date.now() / 1000)),
      };
      let length = 0;
      const parts = template.message.map((part) => {
        if (typeof part !== 'string') {
          length += part.length;
          return stamped(part, number);
        }
        const bytes = Buffer.from(
          part.replace(variable, (found) => values[found] ?? found),
          'latin1',
        );
        length += bytes.length;
        return bytes;
      });
      return [Buffer.from(`${template.head}content-length: ${length}\r\n\r\n`, 'latin1'), ...parts];
    },
  };
}

/** Text and, between it, the pictures in base64 as bytes that are never searched. */
function cut(message: string, pictures: readonly string[]): (string | Buffer)[] {
  const parts: (string | Buffer)[] = [];
  let rest = message;
  for (const picture of pictures) {
    const at = rest.indexOf(picture);
    parts.push(rest.slice(0, at), Buffer.from(picture, 'latin1'));
    rest = rest.slice(at + picture.length);
  }
  return [...parts, rest];
}

/** Other bytes near the end make another file; the marker of a comment is not touched. */
function stamped(base64: Buffer, number: number): Buffer {
  const copy = Buffer.from(base64);
  const at = Math.floor(copy.length / 2);
  let left = number;
  for (let index = 0; index < 8; index++) {
    copy[at + index] = alphabet.charCodeAt(left % alphabet.length);
    left = Math.floor(left / alphabet.length);
  }
  return copy;
}
