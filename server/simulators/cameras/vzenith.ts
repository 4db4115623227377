import type { Opening, SimulatedBarrier } from '../barrier.ts';
import type { DisplayCard, ShownLine } from '../displays/card.ts';
import { createPusher, type PushReply } from './push.ts';
import { colorTypeOf, ioMessage, plateMessage, plateTypeOf, registerMessage, serialMessage, snapshotMessage, type VzenithRead } from './vzenith-message.ts';
import { createOfflineStore } from './vzenith-offline.ts';
import { readReply, type VzenithCommands } from './vzenith-reply.ts';

export type VzenithOptions = {
  name?: string;
  serial: string;
  /** What is typed into the camera: scheme, host and the path of the device; the firmware appends its own. */
  pushUrl: string;
  /** Judges only the status, or wants the reply object as well (TCAM5130N class). */
  model?: 'bare-200-ok' | 'needs-response-object';
  /** How often a failed live push is sent again at once, 0–4. */
  resendCount?: number;
  offlineStore?: boolean;
  offlineRetryMs?: number;
  /** Plates that the camera lets in by itself while the server is away. */
  localWhitelist?: Iterable<string>;
  barrier?: SimulatedBarrier;
  /** Whether relay 2 is wired to the CLOSE contact. */
  closeWired?: boolean;
  display?: DisplayCard;
  displayChannel?: 0 | 1;
  comet?: boolean;
  cometRetryMs?: number;
  clockOffsetMs?: number;
  utcOffsetMinutes?: number;
  password?: string;
  /** What `TriggerImage` makes the camera send. */
  snapshot?: () => Buffer;
  timeoutMs?: number;
  localAddress?: string;
  fetchImpl?: typeof fetch;
};

export type VzenithVehicle = {
  /** Null is a vehicle whose plate was not read. */
  plate: string | null;
  color?: string;
  /** The camera's plate kind; by default the usual one of the colour. */
  type?: number;
  confidence?: number;
  /** Movement in the picture, 0–4; says nothing about in or out. */
  direction?: number;
  triggerType?: number;
  at?: Date | number;
  images?: { full: Buffer; crop: Buffer };
  fake?: boolean;
};

export type PassResult = {
  /** The relay was pulsed by this push, or by the camera's own whitelist. */
  opened: boolean;
  /** Null when no reply came. */
  status: number | null;
  reply: unknown;
  latencyMs: number;
  displayed: ShownLine[];
  attempts: number;
  stored: boolean;
  plateid: number;
};

export type VzenithCamera = ReturnType<typeof createVzenithCamera>;

type Sent = { read: VzenithRead; plate: string | null; body: Buffer };

/** A Vzenith-family camera that pushes plates over HTTP and does what the reply tells it, as its firmware is described to. */
export function createVzenithCamera(options: VzenithOptions) {
  const { model = 'bare-200-ok', resendCount = 2, offlineStore = true, clockOffsetMs = 0, displayChannel = 0, barrier, display } = options;
  const identity = { name: options.name ?? 'IVS', serial: options.serial, ipaddr: options.localAddress ?? '192.168.1.100' };
  const base = options.pushUrl.replace(/\/+$/, '');
  const pusher = createPusher({ timeoutMs: options.timeoutMs ?? 5000, localAddress: options.localAddress, fetchImpl: options.fetchImpl });
  const whitelist = new Set(options.localWhitelist ?? []);
  const openings: Opening[] = [];
  const spoken: string[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const stats = {
    pushes: 0,
    resends: 0,
    transportFailures: 0,
    heartbeats: 0,
    cometPolls: 0,
    closePulses: 0,
    openedOnErrorStatus: 0,
    manualTriggers: 0,
    protocolViolations: [] as string[],
  };
  let nextPlateId = 1;
  let networkUp = true;
  let stopped = false;
  let lost = false;
  let offset = clockOffsetMs;
  let openedSinceLastRead = false;
  let last: Sent | undefined;

  const post = async (path: string, contentType: string, body: Buffer, timeoutMs?: number): Promise<PushReply> => {
    try {
      if (!networkUp || stopped) throw new Error('network is down');
      const reply = await pusher.post({ url: /^https?:/.test(path) ? path : base + path, headers: { 'content-type': contentType }, body, timeoutMs });
      lost = false;
      return reply;
    } catch (error) {
      lost = true;
      stats.transportFailures++;
      throw error;
    }
  };
  const relay = ({ io, value }: { io: number; value: number }, by: string, plate: string | null): void => {
    if (io === 1 && value === 2) {
      stats.closePulses++;
      if (options.closeWired) barrier?.pulseClose();
    }
    if (io !== 0) return;
    if (value === 0) {
      barrier?.hold(false);
      return;
    }
    openings.push({ at: Date.now(), plate, by });
    openedSinceLastRead = true;
    if (value === 1) barrier?.hold(true, by);
    else barrier?.pulseOpen(by, plate);
  };
  const obey = (commands: VzenithCommands, context: { by: string; sent?: Sent; status: number }): boolean => {
    const before = openings.length;
    const plate = context.sent?.plate ?? null;
    if (commands.opensRelay !== null) {
      relay({ io: commands.opensRelay, value: 2 }, context.by, plate);
      if (context.status >= 300) stats.openedOnErrorStatus++;
      if (context.sent) context.sent.read.ctrltype = 1;
    }
    for (const control of commands.ioctrl) relay(control, 'ioctrl', plate);
    for (const { channel, bytes } of commands.serial) if (channel === displayChannel) display?.feed(bytes);
    spoken.push(...commands.speech);
    for (const row of commands.whitelist) row.remove || !row.enable ? whitelist.delete(row.plate) : whitelist.add(row.plate);
    if (commands.manualTrigger) stats.manualTriggers++;
    if (commands.snapshotUrl !== null && options.snapshot) {
      const body = snapshotMessage(options.snapshot());
      post(commands.snapshotUrl, 'application/json', body).catch(() => undefined);
    }
    stats.protocolViolations.push(...commands.violations);
    return openings.length > before;
  };
  const accepted = (status: number, commands: VzenithCommands): boolean => status >= 200 && status < 300 && (model === 'bare-200-ok' || commands.understood);

  const store = createOfflineStore({
    retryMs: options.offlineRetryMs ?? 1000,
    send: async (read) => {
      const plate = read.license === '_无_' ? null : read.license;
      const sent: Sent = { read, plate, body: plateMessage(identity, { ...read, isOffline: true }) };
      try {
        const reply = await post('/devicemanagement/php/plateresult.php', 'application/json', sent.body);
        const commands = readReply(reply.body);
        obey(commands, { by: 'offline-reply', sent, status: reply.status });
        if (!accepted(reply.status, commands)) return 'failed';
        return commands.continueAfter === read.plateid ? 'continue' : 'hold';
      } catch {
        return 'failed';
      }
    },
  });

  const push = async (sent: Sent): Promise<PassResult> => {
    const started = performance.now();
    const result: PassResult = {
      opened: false,
      status: null,
      reply: null,
      latencyMs: 0,
      displayed: [],
      attempts: 0,
      stored: false,
      plateid: sent.read.plateid,
    };
    let done = false;
    while (!done && result.attempts <= resendCount && !stopped) {
      if (result.attempts++ > 0) stats.resends++;
      stats.pushes++;
      try {
        const reply = await post('/devicemanagement/php/plateresult.php', 'application/json', sent.body);
        const commands = readReply(reply.body);
        result.status = reply.status;
        result.reply = parsed(reply.body);
        result.opened = obey(commands, { by: 'server', sent, status: reply.status }) || result.opened;
        done = accepted(reply.status, commands);
        if (!done && model === 'bare-200-ok') break;
      } catch {
        result.status = null;
      }
    }
    if (!done && result.status === null && sent.plate !== null && whitelist.has(sent.plate)) {
      sent.read.ctrltype = 2;
      relay({ io: 0, value: 2 }, 'whitelist', sent.plate);
      result.opened = true;
    }
    if (!done && offlineStore) {
      store.add(sent.read);
      result.stored = true;
    }
    result.latencyMs = performance.now() - started;
    result.displayed = display ? display.lines.map((line) => ({ ...line })) : [];
    if (result.opened) barrier?.vehiclePasses();
    return result;
  };

  const everyWhile = (delay: () => number, work: () => Promise<unknown>): void => {
    const turn = (): void => {
      const timer = setTimeout(async () => {
        timers.delete(timer);
        await work();
        if (!stopped) turn();
      }, delay());
      timer.unref();
      timers.add(timer);
    };
    turn();
  };
  const register = async (): Promise<{ reply: PushReply; commands: VzenithCommands }> => {
    const { contentType, body } = registerMessage(identity, options.password ?? 'simulated-password');
    const reply = await post('/devicemanagement/php/receivedeviceinfo.php', contentType, body, options.comet ? 90_000 : undefined);
    return { reply, commands: readReply(reply.body) };
  };
  /** One registration post; true when the server took it. */
  const heartbeat = async (): Promise<boolean> => {
    stats.heartbeats++;
    try {
      const { reply } = await register();
      if (store.records.length > 0) void store.replay();
      return reply.status < 300;
    } catch {
      return false;
    }
  };
  /** One comet poll: obeys the commands of the reply. Returns whether there were any. */
  const cometPoll = async (): Promise<boolean> => {
    stats.cometPolls++;
    try {
      const { reply, commands } = await register();
      const opened = obey(commands, { by: 'comet', status: reply.status });
      return opened || commands.ioctrl.length + commands.serial.length + commands.speech.length + commands.whitelist.length > 0;
    } catch {
      return false;
    }
  };
  const sendRaw = async (body: string | Buffer, { path = '/devicemanagement/php/plateresult.php', contentType = 'application/json' } = {}) => {
    const started = performance.now();
    const reply = await post(path, contentType, Buffer.from(body));
    const opened = obey(readReply(reply.body), { by: 'server', status: reply.status });
    return { opened, status: reply.status, reply: parsed(reply.body), latencyMs: performance.now() - started };
  };
  const ioInput = async (source: number, value: 0 | 1): Promise<number | null> => {
    const reply = await post('/devicemanagement/php/gio.php', 'application/json', ioMessage(identity, { source, value })).catch(() => null);
    return reply?.status ?? null;
  };
  const unwire = barrier?.onInput((source, value) => void ioInput(source, value));

  return {
    identity,
    stats,
    openings,
    whitelist,
    spoken,
    offline: store,
    /** A vehicle comes by: pushes a live read, obeys the reply and resolves when all is over. */
    passVehicle(vehicle: VzenithVehicle): Promise<PassResult> {
      const color = vehicle.color ?? 'unknown';
      const read: VzenithRead = {
        plateid: nextPlateId++,
        license: vehicle.plate ?? '_无_',
        colorType: colorTypeOf(color),
        type: vehicle.type ?? (vehicle.plate === null ? 31 : plateTypeOf(color)),
        confidence: vehicle.confidence ?? (vehicle.plate === null ? 0 : 96),
        direction: vehicle.direction ?? 0,
        triggerType: vehicle.triggerType ?? 1,
        isFake: vehicle.fake ?? false,
        isOffline: false,
        clockMs: Number(vehicle.at ?? Date.now()) + offset,
        utcOffsetMinutes: options.utcOffsetMinutes ?? 480,
        ctrltype: openedSinceLastRead ? 1 : 0,
        images: vehicle.images,
      };
      openedSinceLastRead = false;
      last = { read, plate: vehicle.plate, body: plateMessage(identity, read) };
      const sent = last;
      sent.read.ctrltype = 0;
      return store.duringLive(() => push(sent));
    },
    /** The very same bytes once more, as after a lost acknowledgement. */
    resendLast(): Promise<PassResult> {
      const sent = last;
      if (!sent) throw new Error('nothing was sent yet');
      return store.duringLive(() => push(sent));
    },
    /** Any bytes under the camera's path; rejects on a transport failure. */
    sendRaw,
    heartbeat,
    startHeartbeat(intervalMs = 30_000): void {
      everyWhile(() => (lost ? Math.min(1000, intervalMs) : intervalMs), heartbeat);
    },
    cometPoll,
    /** Keeps one request open all the time; after an empty reply it waits (2 s) before the next. */
    startComet(): void {
      let busy = true;
      everyWhile(
        () => (busy ? 0 : (options.cometRetryMs ?? 2000)),
        async () => {
          busy = await cometPoll();
        },
      );
    },
    /** An input contact changed; resolves to the status, null when the server is away. */
    ioInput,
    /** Bytes came in on RS-485; a reply may carry bytes back. */
    async serialData(channel: 0 | 1, bytes: Uint8Array): Promise<number | null> {
      const reply = await post('/devicemanagement/php/serial.php', 'application/json', serialMessage(identity, { channel, bytes })).catch(() => null);
      if (reply) obey(readReply(reply.body), { by: 'server', status: reply.status });
      return reply?.status ?? null;
    },
    /** Pulls or plugs the camera's network cable. */
    setNetwork(up: boolean): void {
      networkUp = up;
    },
    setClockOffset(ms: number): void {
      offset = ms;
    },
    stop(): void {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      store.stop();
      unwire?.();
      pusher.close();
    },
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
