import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { readWholeBody } from './whole-body.ts';

const limit = 300_000;
let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** What became of one body that is sent by hand: its SHA-256, or the code of the refusal. */
async function outcomeOf(head: string, pieces: readonly (Buffer | 'hang up')[]): Promise<string> {
  const outcome = Promise.withResolvers<string>();
  server = createServer((request: IncomingMessage) => {
    readWholeBody(request, { statedLength: request.headers['content-length'], limit }).then(
      (body) => outcome.resolve(sha256(body)),
      (error: { code: string }) => outcome.resolve(error.code),
    );
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`POST / HTTP/1.1\r\nhost: gate\r\n${head}\r\n\r\n`);
  for (const piece of pieces) {
    if (piece === 'hang up') socket.destroy();
    else socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return outcome.promise.finally(() => socket.destroy());
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const chunk = (bytes: Buffer) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

it('puts the pieces of a body together, byte for byte', async () => {
  const body = randomBytes(270_000);
  const pieces = [body.subarray(0, 1), body.subarray(1, 70_000), body.subarray(70_000, 200_000), body.subarray(200_000)];
  expect(await outcomeOf(`content-length: ${body.length}`, pieces)).toBe(sha256(body));
});

it('puts a chunked body together, and knows an empty one', async () => {
  const body = randomBytes(150_000);
  const pieces = [body.subarray(0, 10), body.subarray(10, 100_000), body.subarray(100_000)].map(chunk);
  expect(await outcomeOf('transfer-encoding: chunked', [...pieces, Buffer.from('0\r\n\r\n')])).toBe(sha256(body));
  expect(await outcomeOf('content-length: 0', [])).toBe(sha256(Buffer.alloc(0)));
});

it('refuses a body over the limit before reading it, and a chunked one as soon as it is over', async () => {
  expect(await outcomeOf(`content-length: ${limit + 1}`, [])).toBe('HTTP_TOO_LARGE');
  const piece = chunk(Buffer.alloc(100_000));
  expect(await outcomeOf('transfer-encoding: chunked', [piece, piece, piece, Buffer.from('0\r\n\r\n')])).not.toBe('HTTP_TOO_LARGE');
  expect(await outcomeOf('transfer-encoding: chunked', [piece, piece, piece, chunk(Buffer.alloc(1))])).toBe('HTTP_TOO_LARGE');
});

it('leaves the pieces of a stream that others made to them', async () => {
  const piece = Buffer.allocUnsafeSlow(1000).fill(7);
  const read = await readWholeBody(Readable.from([piece]), { statedLength: undefined, limit });
  expect([read.equals(piece), piece.length]).toEqual([true, 1000]);
});

it('takes a body that breaks off for none', async () => {
  expect(await outcomeOf('content-length: 1000', [Buffer.alloc(999), 'hang up'])).toBe('HTTP_INVALID');
  expect(await outcomeOf('transfer-encoding: chunked', [chunk(Buffer.alloc(10)), 'hang up'])).toBe('HTTP_INVALID');
});
