import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ErrorCode, ErrorParams } from '../../domain/errors.ts';
import { AppError } from '../../domain/errors.ts';

/** What a program tells the server while it works and at its end. */
export type ProgramMessage = { progress: unknown } | { result: unknown } | { error: { code: ErrorCode; params: ErrorParams } } | { failed: string };

export interface ProgramRun<Order, Progress> {
  /** A module beside this one that calls `serveProgram`. */
  program: URL;
  /** Plain data, its one order. */
  order: Order;
  /** What its end without a word is called. */
  failure: ErrorCode;
  /** Megabytes of the young and of the old generation; the usual ones when absent. */
  memory?: { young: number; old: number };
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
}

/**
 * Linux lets a thread of the lowest priority finish its slice before the gate's thread gets its processor; one of the idle class it takes off at
 * once. Null where the command that sets the class is missing: the program then stands back as far as it can by itself.
 */
const idle = process.platform === 'linux' ? findCommand('chrt') : null;

/**
 * Long work in a process of its own: a thread would share its garbage collection, its pool and its address space with the gate, whose slowest
 * answers then take two to three times as long. Resolves with the program's result; rejects with its AppError, with `failure`, or with the reason of `signal`.
 */
export function runProgram<Result, Order, Progress>({ program, order, failure, memory, onProgress, signal }: ProgramRun<Order, Progress>): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const flags = memory ? [`--max-semi-space-size=${memory.young}`, `--max-old-space-size=${memory.old}`] : [];
    const how = idle ? { execPath: idle, execArgv: ['--idle', '0', process.execPath, ...flags] } : { execArgv: flags };
    const child = fork(fileURLToPath(program), [], { ...how, serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const cancel = () => void child.kill('SIGKILL');
    const end = (cause: unknown) => {
      signal.removeEventListener('abort', cancel);
      // After a result this says nothing any more.
      reject(signal.aborted ? signal.reason : new AppError(failure, {}, { cause }));
    };
    signal.addEventListener('abort', cancel, { once: true });
    child.on('message', (message: ProgramMessage) => {
      if ('progress' in message) onProgress(message.progress as Progress);
      else if ('result' in message) resolve(message.result as Result);
      else if ('error' in message) reject(new AppError(message.error.code, message.error.params));
      else end(new Error(message.failed));
    });
    child.on('error', end);
    child.on('exit', (code, by) => end(new Error(`the program ended with ${code ?? by}`)));
    child.send(order as object, (problem) => {
      if (problem) end(problem);
    });
  });
}

function findCommand(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}
