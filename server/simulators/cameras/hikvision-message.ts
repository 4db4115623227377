import { randomBytes } from 'node:crypto';

export type HikvisionVariant = {
  namespace?: 'hikvision' | 'isapi' | 'std-cgi-1' | 'std-cgi-2';
  /** An NVR forwards with a prefix on every element, `ns1:`. */
  prefix?: string;
  /** `json`: the same tree as JSON. `bare-xml`: URL upload, no pictures and no multipart. */
  form?: 'xml' | 'json' | 'bare-xml' | 'bare-json';
  /** Whether the JSON has the root `EventNotificationAlert` (default) or begins with its members. */
  jsonRoot?: boolean;
  /** Older firmware labels pictures application/octet-stream. */
  octetStreamImages?: boolean;
  /** Whether the XML part carries a filename. */
  xmlFilename?: boolean;
  /** Blanks around the `;` of part headers. */
  oddBlanks?: boolean;
  /** `2024-01-22T11:46:3100:00`, as seen from real firmware, or a time without zone. */
  dateTime?: 'offset' | 'naive' | 'malformed';
  /** Whether the colour character stands before the plate. */
  colorInPlate?: boolean;
};

export type HikvisionRead = {
  licensePlate: string;
  plateColor: string;
  direction: 'forward' | 'reverse' | 'unknown';
  confidence: number;
  vehicleType: string;
  clockMs: number;
  utcOffsetMinutes: number;
  uuid: string;
  postCount: number;
  history: boolean;
  retransmission: boolean;
  hasMoreData: boolean;
  /** 0 the gate was opened by the camera itself, 1 not. */
  barrierGateCtrlType: 0 | 1;
  pictures: Array<{ name: 'licensePlatePicture' | 'detectionPicture' | 'vehiclePicture'; jpeg: Buffer; url?: string }>;
};

export type HikvisionIdentity = { name: string; macAddress: string; deviceUuid: string; ipAddress: string };

const namespaces = {
  hikvision: 'http://www.hikvision.com/ver20/XMLSchema',
  isapi: 'http://www.isapi.org/ver20/XMLSchema',
  'std-cgi-1': 'http://www.std-cgi.com/ver10/XMLSchema',
  'std-cgi-2': 'http://www.std-cgi.com/ver20/XMLSchema',
} as const;

const colors: Record<string, { word: string; char: string; type: string }> = {
  blue: { word: 'blue', char: '蓝', type: '92TypeCivil' },
  yellow: { word: 'yellow', char: '黄', type: '92TypeCivil' },
  white: { word: 'white', char: '白', type: '92TypeArm' },
  black: { word: 'black', char: '黑', type: '92TypeCivil' },
  green: { word: 'newEnergyGreen', char: '绿', type: 'newEnergy' },
  'yellow-green': { word: 'newEnergyYellowGreen', char: '绿', type: 'newEnergy' },
};
/** The camera's words for a neutral colour. */
export const hikvisionColor = (color: string): { word: string; char: string; type: string } => colors[color] ?? { word: 'unknown', char: '', type: 'unknown' };

type Tree = { [name: string]: string | number | boolean | Tree | Tree[] };

/** The body and content type of one push. */
export function anprMessage(of: { identity: HikvisionIdentity; read: HikvisionRead; variant: HikvisionVariant }): { contentType: string; body: Buffer } {
  const { variant, read } = of;
  const tree = alertTree(of);
  const isJson = variant.form === 'json' || variant.form === 'bare-json';
  const xml = Buffer.from(isJson ? JSON.stringify(variant.jsonRoot === false ? tree : { EventNotificationAlert: tree }) : toXml(tree, variant), 'utf8');
  if (variant.form === 'bare-xml') return { contentType: 'application/xml; charset="UTF-8"', body: xml };
  if (variant.form === 'bare-json') return { contentType: 'application/json; charset="UTF-8"', body: xml };
  const boundary = `boundary${randomBytes(8).toString('hex')}`;
  const semicolon = variant.oddBlanks ? ' ;  ' : '; ';
  const part = (name: string, { type, filename, bytes }: { type: string; filename: string | null; bytes: Buffer }): Buffer[] => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data${semicolon}name="${name}"${filename === null ? '' : `${semicolon}filename="${filename}"`}\r\n` +
        `Content-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ];
  const first = isJson ? 'anpr.json' : 'anpr.xml';
  const firstType = isJson ? 'application/json' : `text/xml${semicolon}charset="UTF-8"`;
  const imageType = variant.octetStreamImages ? 'application/octet-stream' : 'image/jpeg';
  const parts = [
    ...part(first, { type: firstType, filename: variant.xmlFilename ? first : null, bytes: xml }),
    ...read.pictures.flatMap(({ name, jpeg }) => part(`${name}.jpg`, { type: imageType, filename: `${name}.jpg`, bytes: jpeg })),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return { contentType: `multipart/form-data${variant.oddBlanks ? ' ; ' : '; '}boundary=${boundary}`, body: Buffer.concat(parts) };
}

function alertTree({ identity, read, variant }: { identity: HikvisionIdentity; read: HikvisionRead; variant: HikvisionVariant }): Tree {
  const color = hikvisionColor(read.plateColor);
  const readable = read.licensePlate !== 'noPlate' && read.licensePlate !== 'unknown';
  return {
    ipAddress: identity.ipAddress,
    portNo: 80,
    protocol: 'HTTP',
    macAddress: identity.macAddress,
    channelID: 1,
    dateTime: timeText(read, variant.dateTime ?? 'offset'),
    activePostCount: read.postCount,
    eventType: 'ANPR',
    eventState: 'active',
    eventDescription: 'ANPR',
    channelName: identity.name,
    deviceUUID: identity.deviceUuid,
    ANPR: {
      country: 59,
      licensePlate: (readable && variant.colorInPlate !== false ? color.char : '') + read.licensePlate,
      line: 1,
      direction: read.direction,
      confidenceLevel: read.confidence,
      plateType: color.type,
      plateColor: color.word,
      licenseBright: 0,
      twoWheelVehicle: 'no',
      threeWheelVehicle: 'no',
      plateCharBelieve: readable ? [...read.licensePlate].map(() => 99).join(',') : '',
      vehicleType: read.vehicleType,
      detectDir: 1,
      detectType: 0,
      barrierGateCtrlType: read.barrierGateCtrlType,
      alarmDataType: read.history ? 1 : 0,
      vehicleInfo: { index: read.postCount, colorDepth: 0, color: 'gray', length: 0, vehicleLogoRecog: 1621, vehileSubLogoRecog: 7, vehileModel: 131 },
      pictureInfoList: { pictureInfo: read.pictures.map((picture) => pictureInfo(picture, read)) },
    },
    UUID: read.uuid,
    picNum: read.pictures.length,
    monitoringSiteID: '',
    isDataRetransmission: read.retransmission,
    ...(read.hasMoreData ? { hasMoreData: true } : {}),
  };
}

function pictureInfo({ name, url }: HikvisionRead['pictures'][number], read: HikvisionRead): Tree {
  return {
    fileName: `${name}.jpg`,
    type: name,
    dataType: url ? 1 : 0,
    ...(url ? { pictureURL: url } : {}),
    absTime: wall(read).toISOString().replace(/\D/g, '').slice(0, 17),
    ...(name === 'detectionPicture' ? { plateRect: { X: 568, Y: 534, width: 41, height: 26 } } : {}),
    pId: `${read.uuid.slice(0, 24)}${name.slice(0, 4)}`,
  };
}

const wall = (read: HikvisionRead): Date => new Date(read.clockMs + read.utcOffsetMinutes * 60_000);

function timeText(read: HikvisionRead, form: 'offset' | 'naive' | 'malformed'): string {
  const text = wall(read).toISOString().slice(0, 19);
  if (form === 'naive') return text;
  const minutes = Math.abs(read.utcOffsetMinutes);
  const zone = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return form === 'malformed' ? text + zone : `${text}${read.utcOffsetMinutes < 0 ? '-' : '+'}${zone}`;
}

function toXml(tree: Tree, { namespace = 'hikvision', prefix = '' }: HikvisionVariant): string {
  const element = (name: string, value: Tree[string]): string => {
    if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
    const inner =
      typeof value === 'object'
        ? Object.entries(value)
            .map(([child, member]) => element(child, member))
            .join('')
        : escapeXml(String(value));
    return `<${prefix}${name}>${inner}</${prefix}${name}>`;
  };
  const xmlns = prefix ? `xmlns:${prefix.replace(/:$/, '')}` : 'xmlns';
  const body = Object.entries(tree)
    .map(([name, value]) => element(name, value))
    .join('');
  return `<${prefix}EventNotificationAlert version="2.0" ${xmlns}="${namespaces[namespace]}">${body}</${prefix}EventNotificationAlert>`;
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
