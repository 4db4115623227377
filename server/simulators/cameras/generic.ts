import { createPusher } from './push.ts';

export type GenericVehicle = {
  plate: string | null;
  color?: string;
  confidence?: number;
  direction?: string;
  at?: Date | number;
  eventId?: string;
  images?: Buffer[];
};
export type GenericReply = { status: number | null; reply: unknown; text: string; latencyMs: number; eventId: string };

export type GenericOptions = {
  pushUrl: string;
  /** Builds the body of this make of middleware; by default a flat object with snake-case names. */
  shape?: (vehicle: Required<Omit<GenericVehicle, 'at' | 'images'>> & { at: Date; images: string[] }) => unknown;
  headers?: Record<string, string>;
  timeoutMs?: number;
  localAddress?: string;
  fetchImpl?: typeof fetch;
};

export type GenericCamera = ReturnType<typeof createGenericCamera>;

/** Any middleware that posts JSON: the shape is a function, the replies are kept as they came. */
export function createGenericCamera({ pushUrl, shape = flatShape, headers, ...network }: GenericOptions) {
  const pusher = createPusher(network);
  const replies: GenericReply[] = [];
  let counter = 0;
  let last: { body: Buffer; eventId: string } | undefined;

  const send = async ({ body, eventId }: { body: Buffer; eventId: string }): Promise<GenericReply> => {
    const started = performance.now();
    const reply = await pusher.post({ url: pushUrl, headers: { 'content-type': 'application/json', ...headers }, body }).catch(() => null);
    const text = reply?.body.toString('utf8') ?? '';
    const result = { status: reply?.status ?? null, reply: parsed(text), text, latencyMs: performance.now() - started, eventId };
    replies.push(result);
    return result;
  };

  return {
    replies,
    passVehicle(vehicle: GenericVehicle): Promise<GenericReply> {
      const eventId = vehicle.eventId ?? `event-${++counter}`;
      const filled = {
        color: 'unknown',
        confidence: 96,
        direction: 'unknown',
        ...vehicle,
        eventId,
        at: new Date(vehicle.at ?? Date.now()),
        images: (vehicle.images ?? []).map((jpeg) => jpeg.toString('base64')),
      };
      last = { body: Buffer.from(JSON.stringify(shape(filled)), 'utf8'), eventId };
      return send(last);
    },
    resendLast(): Promise<GenericReply> {
      if (!last) throw new Error('nothing was sent yet');
      return send(last);
    },
    sendRaw: (body: string | Buffer): Promise<GenericReply> => send({ body: Buffer.from(body), eventId: 'raw' }),
    stop: (): void => pusher.close(),
  };
}

const flatShape: NonNullable<GenericOptions['shape']> = ({ plate, color, confidence, direction, eventId, at, images }) => ({
  plate_number: plate ?? '',
  plate_color: color,
  confidence,
  direction,
  event_id: eventId,
  captured_at: at.toISOString(),
  images,
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
