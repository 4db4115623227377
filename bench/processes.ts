// Children of a benchmark: the site, the load and the platform each have a process of their own, as in life.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Child {
  pid: number;
  /** Calls a named action of the child; rejects with what it threw. */
  call<T>(action: string, args?: unknown): Promise<T>;
  /** Asks it to end and waits. */
  stop(): Promise<void>;
}

type Answer = { id: number; result?: unknown; error?: string };

/** Starts `file` (beside this one) with `data` and waits until it says it is ready. `execArgv` goes to Node. */
export async function startChild(file: string, data: unknown, execArgv: readonly string[] = []): Promise<Child> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    execArgv: [...execArgv],
    env: { ...process.env, BENCH_DATA: JSON.stringify(data) },
    serialization: 'advanced',
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let nextId = 1;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const fail = (message: string) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  child.once('exit', (code, signal) => fail(`${file} ended with ${code ?? signal}`));
  child.on('message', ({ id, result, error }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(result);
    else asked?.reject(new Error(`${file}: ${error}`));
  });
  const ask = <T>(id: number, send: () => void) =>
    new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      send();
    });
  await ask(0, () => undefined);
  return {
    pid: child.pid ?? 0,
    call: <T>(action: string, args?: unknown) => {
      const id = nextId++;
      return ask<T>(id, () => send(child, { id, action, args }));
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      await ask(nextId, () => send(child, { id: nextId, action: 'stop', args: undefined })).catch(() => undefined);
      if (child.connected) child.disconnect();
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** The other side: serves `actions` until `stop`, which ends the process. */
export function serveChild(actions: Record<string, (args: never) => unknown> & { stop(): unknown }): void {
  process.on('message', ({ id, action, args }: { id: number; action: string; args: unknown }) => {
    void (async () => {
      try {
        const result = await actions[action]?.(args as never);
        process.send?.({ id, result });
        if (action === 'stop') process.disconnect?.();
      } catch (error) {
        process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    })();
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ id: 0 });
}

/** What `startChild` was given. */
export function childData<T>(): T {
  return JSON.parse(process.env.BENCH_DATA ?? '{}') as T;
}

function send(child: ChildProcess, message: unknown): void {
  child.send(message as object, (error) => {
    if (error) child.kill('SIGKILL');
  });
}
