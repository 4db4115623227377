import { randomBytes } from 'node:crypto';
import type { SimulatedBarrier } from '../barrier.ts';
import { startIsapi } from './hikvision-isapi.ts';
import { anprMessage, type HikvisionRead, type HikvisionVariant } from './hikvision-message.ts';
import { createPusher, type PushReply } from './push.ts';

export type HikvisionOptions = {
  name?: string;
  macAddress?: string;
  deviceUuid?: string;
  pushUrl: string;
  variant?: HikvisionVariant;
  /** The camera's own server for barrier and LED. */
  isapi?: { host?: string; port?: number; username?: string; password?: string };
  barrier?: SimulatedBarrier;
  clockOffsetMs?: number;
  utcOffsetMinutes?: number;
  timeoutMs?: number;
  localAddress?: string;
  fetchImpl?: typeof fetch;
};

export type HikvisionVehicle = {
  /** Null is `noPlate`; the word `unknown` is sent as it is. */
  plate: string | null;
  color?: string;
  direction?: 'forward' | 'reverse' | 'unknown';
  confidence?: number;
  vehicleType?: string;
  at?: Date | number;
  images?: { full: Buffer; crop: Buffer };
  /** `alarmDataType` 1. */
  history?: boolean;
  /** `isDataRetransmission` true. */
  retransmission?: boolean;
  /** The plate now and the pictures in a second push under the same UUID. */
  picturesLater?: boolean;
  /** The camera says that it opened by its own list. */
  openedByCamera?: boolean;
  pictureUrls?: { full: string; crop: string };
  /** How long to wait for an opening over ISAPI; 0 does not wait. */
  waitOpenMs?: number;
  variant?: HikvisionVariant;
};

export type HikvisionPass = { opened: boolean; status: number | null; reply: string; latencyMs: number; uuid: string };
export type HikvisionCamera = Awaited<ReturnType<typeof startHikvisionCamera>>;

/** A Hikvision ANPR camera: pushes reads, never re-sends by itself, and is opened through its own ISAPI server. */
export async function startHikvisionCamera(options: HikvisionOptions) {
  const { clockOffsetMs = 0, utcOffsetMinutes = 480, barrier } = options;
  const identity = {
    name: options.name ?? 'Camera 01',
    macAddress: options.macAddress ?? '08:54:11:00:00:01',
    deviceUuid: options.deviceUuid ?? 'DS-TCG-SIM-00000001',
    ipAddress: options.localAddress ?? '192.168.1.70',
  };
  const isapi = await startIsapi({ ...options.isapi, barrier, name: identity.name, serial: identity.deviceUuid });
  const pusher = createPusher({ timeoutMs: options.timeoutMs ?? 5000, localAddress: options.localAddress, fetchImpl: options.fetchImpl });
  const stats = { pushes: 0, failures: 0, heartbeats: 0 };
  let networkUp = true;
  let offset = clockOffsetMs;
  let last: { contentType: string; body: Buffer; uuid: string } | undefined;

  const post = async (message: { contentType: string; body: Buffer }): Promise<PushReply | null> => {
    stats.pushes++;
    try {
      if (!networkUp) throw new Error('network is down');
      return await pusher.post({ url: options.pushUrl, headers: { 'content-type': message.contentType }, body: message.body });
    } catch {
      stats.failures++;
      return null;
    }
  };
  const outcome = async (message: { contentType: string; body: Buffer; uuid: string }, waitOpenMs: number): Promise<HikvisionPass> => {
    const since = Date.now();
    const started = performance.now();
    const reply = await post(message);
    const latencyMs = performance.now() - started;
    const opened = await isapi.waitForOpening(since, waitOpenMs);
    if (opened) barrier?.vehiclePasses();
    return { opened, status: reply?.status ?? null, reply: reply?.body.toString('utf8') ?? '', latencyMs, uuid: message.uuid };
  };
  const picturesOf = ({ images, pictureUrls }: HikvisionVehicle): HikvisionRead['pictures'] =>
    images || pictureUrls
      ? [
          { name: 'licensePlatePicture', jpeg: images?.crop ?? Buffer.alloc(0), url: pictureUrls?.crop },
          { name: 'detectionPicture', jpeg: images?.full ?? Buffer.alloc(0), url: pictureUrls?.full },
        ]
      : [];

  return {
    identity,
    isapi,
    stats,
    openings: isapi.openings,
    /** A vehicle comes by; resolves after the reply and, with `waitOpenMs`, after the opening or that time. */
    async passVehicle(vehicle: HikvisionVehicle): Promise<HikvisionPass> {
      const variant = { ...options.variant, ...vehicle.variant };
      const read: HikvisionRead = {
        licensePlate: vehicle.plate ?? 'noPlate',
        plateColor: vehicle.color ?? 'unknown',
        direction: vehicle.direction ?? 'forward',
        confidence: vehicle.confidence ?? (vehicle.plate === null ? 0 : 97),
        vehicleType: vehicle.vehicleType ?? 'truck',
        clockMs: Number(vehicle.at ?? Date.now()) + offset,
        utcOffsetMinutes,
        uuid: randomBytes(32).toString('hex'),
        postCount: stats.pushes + 1,
        history: vehicle.history ?? false,
        retransmission: vehicle.retransmission ?? false,
        hasMoreData: vehicle.picturesLater ?? false,
        barrierGateCtrlType: vehicle.openedByCamera ? 0 : 1,
        pictures: vehicle.picturesLater ? [] : picturesOf(vehicle),
      };
      last = { ...anprMessage({ identity, read, variant }), uuid: read.uuid };
      const result = await outcome(last, vehicle.waitOpenMs ?? 0);
      if (vehicle.picturesLater) await post(anprMessage({ identity, read: { ...read, hasMoreData: false, pictures: picturesOf(vehicle) }, variant }));
      return result;
    },
    /** The very same bytes once more. */
    resendLast(waitOpenMs = 0): Promise<HikvisionPass> {
      if (!last) throw new Error('nothing was sent yet');
      return outcome(last, waitOpenMs);
    },
    /** `videoloss inactive`, which such cameras send about every 10 s. */
    async heartbeat(): Promise<boolean> {
      stats.heartbeats++;
      const body = `<EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><ipAddress>${identity.ipAddress}</ipAddress><macAddress>${identity.macAddress}</macAddress><channelID>1</channelID><dateTime>${new Date(Date.now() + offset).toISOString()}</dateTime><activePostCount>0</activePostCount><eventType>videoloss</eventType><eventState>inactive</eventState><eventDescription>videoloss alarm</eventDescription></EventNotificationAlert>`;
      const reply = await post({ contentType: 'application/xml; charset="UTF-8"', body: Buffer.from(body) });
      return reply?.status === 200;
    },
    /** Any bytes to the push address; null when nothing came back. */
    async sendRaw(body: Uint8Array, contentType: string): Promise<PushReply | null> {
      return post({ contentType, body: Buffer.from(body) });
    },
    setNetwork(up: boolean): void {
      networkUp = up;
    },
    setClockOffset(ms: number): void {
      offset = ms;
    },
    async stop(): Promise<void> {
      pusher.close();
      await isapi.stop();
    },
  };
}
