import { randomBytes } from 'node:crypto';

export type VzenithRead = {
  plateid: number;
  license: string;
  colorType: number;
  type: number;
  confidence: number;
  direction: number;
  triggerType: number;
  isFake: boolean;
  isOffline: boolean;
  /** Camera clock, ms since 1970; its wall clock is what `dec*` shows. */
  clockMs: number;
  utcOffsetMinutes: number;
  /** gioouts[0].ctrltype: 0 not opened, 1 by the server, 2 by the camera's own whitelist. */
  ctrltype: 0 | 1 | 2;
  images: { full: Buffer; crop: Buffer } | undefined;
};

export type VzenithIdentity = { name: string; serial: string; ipaddr: string };

const colorTypes: Record<string, number> = { unknown: 0, other: 0, blue: 1, yellow: 2, white: 3, black: 4, green: 5, 'yellow-green': 6 };
const plateTypes: Record<string, number> = { blue: 1, yellow: 3, white: 5, black: 2, green: 19, 'yellow-green': 20 };

/** Neutral colour word to the camera's colour code; 0 for anything it does not know. */
export const colorTypeOf = (color: string): number => colorTypes[color] ?? 0;

/** The usual plate kind of a colour, 0 when unknown. */
export const plateTypeOf = (color: string): number => plateTypes[color] ?? 0;

/** `POST plateresult.php`: the AlarmInfoPlate message, members in the order of the firmware. */
export function plateMessage({ name, serial, ipaddr }: VzenithIdentity, read: VzenithRead): Buffer {
  const rect = { bottom: 674, left: 1002, right: 1263, top: 565 };
  const wall = new Date(read.clockMs + read.utcOffsetMinutes * 60_000);
  const unread = read.license === '_无_';
  const plateResult = {
    bright: 0,
    carBright: 0,
    carColor: 255,
    car_brand: { brand: 255, type: 255, year: 65535 },
    colorType: read.colorType,
    colorValue: 0,
    confidence: read.confidence,
    direction: read.direction,
    imageFile: read.images?.full.toString('base64') ?? '',
    imageFileLen: read.images?.full.length ?? 0,
    imageFragmentFile: read.images?.crop.toString('base64') ?? '',
    imageFragmentFileLen: read.images?.crop.length ?? 0,
    gioouts: [0, 1, 2].map((io) => ({ ctrltype: io === 0 ? read.ctrltype : 0, ionum: String(io) })),
    is_fake_plate: read.isFake ? 1 : 0,
    isoffline: read.isOffline ? 1 : 0,
    license: read.license,
    license_ext_type: 0,
    location: { RECT: rect },
    plate_distance: 0,
    plate_true_width: 25,
    plateid: read.plateid,
    plates: unread ? [] : [{ color: read.colorType, license: read.license, plate_width: 281, pos: rect, type: read.type }],
    timeStamp: {
      Timeval: {
        decday: wall.getUTCDate(),
        dechour: wall.getUTCHours(),
        decmin: wall.getUTCMinutes(),
        decmon: wall.getUTCMonth() + 1,
        decsec: wall.getUTCSeconds(),
        decyear: wall.getUTCFullYear(),
        sec: Math.floor(read.clockMs / 1000),
        usec: (read.clockMs % 1000) * 1000,
      },
    },
    timeUsed: 0,
    triggerType: read.triggerType,
    type: read.type,
  };
  return json({ AlarmInfoPlate: { channel: 0, deviceName: name, ipaddr, result: { PlateResult: plateResult }, rule_id: 1, serialno: serial, user_data: '' } });
}

/** An input contact changed: source 0–3 = IO1–IO4, 4 = TCP. */
export function ioMessage({ name, serial, ipaddr }: VzenithIdentity, { source, value }: { source: number; value: 0 | 1 }): Buffer {
  return json({ AlarmGioIn: { deviceName: name, ipaddr, result: { TriggerResult: { source, value } }, serialno: serial } });
}

/** Bytes that came in on the camera's RS-485. */
export function serialMessage({ name, serial, ipaddr }: VzenithIdentity, { channel, bytes }: { channel: number; bytes: Uint8Array }): Buffer {
  const data = Buffer.from(bytes).toString('base64');
  return json({ SerialData: { channel: 0, serialno: serial, ipaddr, deviceName: name, serialChannel: channel, data, dataLen: bytes.length } });
}

/** The answer to a `TriggerImage` command. */
export function snapshotMessage(jpeg: Buffer): Buffer {
  return json({ TriggerImage: { imageFile: jpeg.toString('base64'), imageFileLen: jpeg.length } });
}

/** Registration, heartbeat and comet poll: multipart text fields, the camera's own password in clear among them. */
export function registerMessage({ name, serial, ipaddr }: VzenithIdentity, password: string): { contentType: string; body: Buffer } {
  const boundary = `----VZ${randomBytes(8).toString('hex')}`;
  const fields = { device_name: name, ipaddr, port: '80', user_name: 'admin', pass_wd: password, serialno: serial, channel_num: '1' };
  const parts = Object.entries(fields).map(([key, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.from(`${parts.join('')}--${boundary}--\r\n`, 'utf8') };
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');
