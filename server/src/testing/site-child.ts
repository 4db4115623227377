import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../app/cli.ts', import.meta.url));
const patienceMs = 60_000;

export interface SiteChild {
  pid: number;
  /** SIGKILL: nothing of it runs on, nothing is written that was not. */
  kill(): Promise<void>;
  /** Asks it to end, as a service manager does. */
  stop(): Promise<void>;
}

/** The site server as `npm start` runs it, in a process of its own; resolves when /readyz says so. Rejects with what it printed when it ends before. */
export async function startSiteChild({ folder, port, argv0 = [] }: { folder: string; port: number; argv0?: readonly string[] }): Promise<SiteChild> {
  const command = [...argv0, process.execPath, cli, 'start', '--data', folder, '--port', String(port), '--host', '127.0.0.1'];
  const child = spawn(command[0] as string, command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GREENGATE_LOG: 'error', NODE_OPTIONS: '' },
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilReady(child, port, () => printed);
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal);
    await ended;
  };
  return { pid: child.pid ?? 0, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

async function untilReady(child: ChildProcess, port: number, printed: () => string): Promise<void> {
  const giveUp = Date.now() + patienceMs;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the site ended: ${printed()}`);
    if (Date.now() > giveUp) {
      child.kill('SIGKILL');
      throw new Error(`the site is not ready: ${printed()}`);
    }
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (response?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
