// Cameras that push as fast as they are told, over plain sockets, so that the generator stays cheap.
import { connect, type Socket } from 'node:net';
import type { LoadPlan, LoadResult } from './load.ts';
import { createPushes } from './pushes.ts';
import { childData, serveChild } from './processes.ts';

const ending = Buffer.from('\r\n\r\n');
childData();

serveChild({ run, stop: () => undefined });

async function run(plan: LoadPlan): Promise<LoadResult> {
  const pushes = createPushes(plan);
  const latencies: number[] = [];
  const result: LoadResult = { latencies: new Float64Array(), replies: 0, answered: 0, opened: 0, refused: 0, lost: 0, seconds: 0, firstProblem: null };
  const begin = performance.now();
  const countFrom = begin + plan.warmUpSeconds * 1000;
  const end = countFrom + plan.seconds * 1000;

  const once = async (line: Line, index: number) => {
    const started = performance.now();
    const reply = await line.exchange(pushes.next(index));
    const now = performance.now();
    if (reply?.status === 200) result.answered++;
    if (started < countFrom || now > end) return;
    if (reply === null) {
      result.lost++;
      return;
    }
    latencies.push(now - started);
    result.replies++;
    if (reply.status !== 200) {
      result.refused++;
      result.firstProblem ??= `${reply.status} ${reply.body}`;
    }
    if (reply.body.includes('"info":"ok"')) result.opened++;
  };
  const worker = async (index: number) => {
    const line = await openLine(plan);
    while (performance.now() < end) {
      if (plan.burstEveryMs !== null) await until(nextBurst(begin, plan.burstEveryMs));
      await once(line, index);
    }
    line.close();
  };
  await Promise.all(Array.from({ length: plan.connections }, (_, index) => worker(index)));
  result.latencies = Float64Array.from(latencies);
  result.seconds = plan.seconds;
  return result;
}

/** All connections push at the same instants. */
function nextBurst(begin: number, every: number): number {
  return begin + Math.ceil((performance.now() - begin + 0.01) / every) * every;
}

function until(at: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
}

interface Line {
  exchange(parts: readonly Buffer[]): Promise<{ status: number; body: string } | null>;
  close(): void;
}

/** One kept-alive connection; replies state their length, as the server does for cameras. */
async function openLine({ host, port }: LoadPlan): Promise<Line> {
  let socket = await open(host, port);
  let waiting: ((reply: { status: number; body: string } | null) => void) | null = null;
  let received = Buffer.alloc(0);
  const settle = (reply: { status: number; body: string } | null) => {
    const done = waiting;
    waiting = null;
    done?.(reply);
  };
  const listen = () => {
    received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const headEnd = received.indexOf(ending);
      if (headEnd < 0) return;
      const head = received.toString('latin1', 0, headEnd);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (received.length < headEnd + 4 + length) return;
      const body = received.toString('utf8', headEnd + 4, headEnd + 4 + length);
      received = received.subarray(headEnd + 4 + length);
      settle({ status: Number(head.slice(9, 12)), body });
    });
    socket.on('error', () => settle(null));
    socket.on('close', () => settle(null));
  };
  listen();
  return {
    async exchange(parts) {
      if (socket.destroyed) {
        socket = await open(host, port);
        listen();
      }
      return new Promise((resolve) => {
        waiting = resolve;
        socket.cork();
        for (const part of parts) socket.write(part);
        socket.uncork();
      });
    },
    close: () => socket.destroy(),
  };
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
