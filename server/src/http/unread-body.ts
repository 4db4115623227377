import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** How much of a refused body is still taken from the line and thrown away; bytes. */
const mostTaken = 64 * 1024 * 1024;
const longestWaitMs = 10_000;

/**
 * Takes the rest of a refused body before the refusal is sent. Closing a connection with bytes unread resets it, and a sender that is still
 * writing then sees a broken pipe instead of the answer; a camera would send the same again.
 */
export function takeRefusedBodies(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 413 || reply.statusCode === 415) await restOf(request.raw);
  });
}

function restOf(body: IncomingMessage): Promise<void> {
  if (body.readableEnded || body.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let taken = 0;
    const finish = () => {
      clearTimeout(timer);
      body.off('data', count).off('end', finish).off('close', finish).off('error', finish);
      resolve();
    };
    const count = (chunk: Buffer) => {
      taken += chunk.length;
      if (taken > mostTaken) finish();
    };
    const timer = setTimeout(finish, longestWaitMs);
    timer.unref();
    body.on('data', count).on('end', finish).on('close', finish).on('error', finish);
    body.resume();
  });
}
