import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, explainError } from '../domain/errors.ts';

/** Answers what never became a request (too slow, head too large, not HTTP), then ends that one connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) return void socket.destroy();
  const code: ErrorCode =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'HTTP_TOO_SLOW' : error.code === 'HPE_HEADER_OVERFLOW' ? 'HTTP_HEAD_TOO_LARGE' : 'HTTP_MALFORMED';
  const { message, next, status } = explainError(code);
  const body = Buffer.from(JSON.stringify({ code, message, next, params: {}, requestId: '' }));
  socket.write(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.byteLength}\r\nConnection: close\r\n\r\n`,
  );
  // A peer that does not read must not keep the socket.
  socket.end(body, () => socket.destroy());
  setTimeout(() => socket.destroy(), 1_000).unref();
}
