import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what Linux, macOS and Windows take for outgoing connections; such a connection could hold the port when a server comes back to it. */
const range = { from: 20_000, below: 32_768 };
const tries = 100;

/** A port on loopback that nobody uses at this moment, and that the system gives to nobody who does not ask for it by its number. */
export async function freePort(): Promise<number> {
  for (let trial = 0; trial < tries; trial++) {
    const port = randomInt(range.from, range.below);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
