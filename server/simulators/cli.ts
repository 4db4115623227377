import { once } from 'node:events';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { createBarrier } from './barrier.ts';
import { startHikvisionCamera } from './cameras/hikvision.ts';
import { createVzenithCamera } from './cameras/vzenith.ts';
import type { DisplayCard } from './displays/card.ts';
import { createFkDisplay } from './displays/fk.ts';
import { createKfDisplay } from './displays/kf.ts';
import { makeReadPictures } from './pictures.ts';
import { startHebeiPlatform } from './platforms/hebei-low-emission.ts';
import { createFleet } from './trucks.ts';

const help = `用法：greengate simulate <设备> [选项]

  camera vzenith   --push 地址 [--plate 车牌] [--color 颜色] [--count 辆数] [--interval 秒] [--serial 序列号] [--strict] [--kf | --fk] [--no-images]
                   臻识相机：推送识别结果，按应答开闸、显示
  camera hikvision --push 地址 [--plate 车牌] [--color 颜色] [--count 辆数] [--interval 秒] [--isapi-port 端口] [--wait 秒] [--no-images]
                   海康相机：推送识别结果，并提供 ISAPI（Digest，账号 admin，口令 Camera-123）
  platform hebei   [--port 端口] [--latency 毫秒] [--max-in-flight 并发]
                   河北一体化平台；故障经 POST /_control 切换，记录见 GET /_records
  display kf|fk    [--port 端口]
                   LED 控制卡：在 TCP 端口上接收 RS-485 字节流并显示

颜色：blue yellow white black green yellow-green；不给车牌时从示例车队中取。按 Ctrl+C 结束。`;

/** `refuse` is told the option that cannot be used and why; it may throw. */
export type SimulatorIo = { print(line: string): void; refuse(option: string, problem: string): void; signal?: AbortSignal };

/** `greengate simulate …`. Resolves to the exit code: 0 fine, 2 wrong use. */
export async function runSimulator(argv: string[], io: SimulatorIo): Promise<number> {
  const [what = '', kind = ''] = argv;
  const commands: Record<string, (options: Options, io: SimulatorIo) => Promise<number>> = {
    'camera vzenith': runVzenith,
    'camera hikvision': runHikvision,
    'platform hebei': runHebei,
    'display kf': (options, to) => runDisplay(createKfDisplay(), options, to),
    'display fk': (options, to) => runDisplay(createFkDisplay(), options, to),
  };
  const command = commands[`${what} ${kind}`];
  const options = readOptions(argv.slice(2));
  if (what === '' || what === 'help' || what === '--help' || options?.help) {
    io.print(help);
    return 0;
  }
  if (!command || !options) {
    io.refuse(argv.join(' '), '没有这种设备或选项，用法见 simulate --help');
    return 2;
  }
  for (const name of numbers) {
    const text = options[name];
    if (text === undefined || /^\d{1,9}$/.test(text)) continue;
    io.refuse(`--${name}`, `应为整数，收到 ${text}`);
    return 2;
  }
  return command(options, io);
}

const numbers = ['count', 'interval', 'port', 'isapi-port', 'latency', 'max-in-flight', 'wait'] as const;
type Options = NonNullable<ReturnType<typeof readOptions>>;

function readOptions(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      options: {
        ...{ push: text, plate: text, color: text, count: text, interval: text, serial: text, port: text, wait: text },
        ...{ 'isapi-port': text, latency: text, 'max-in-flight': text, strict: flag, kf: flag, fk: flag, 'no-images': flag, help: flag },
      },
    }).values;
  } catch {
    return undefined;
  }
}

async function runVzenith(options: Options, io: SimulatorIo): Promise<number> {
  if (!options.push) return missing('--push', io);
  const display = options.fk ? createFkDisplay() : options.kf ? createKfDisplay() : undefined;
  const camera = createVzenithCamera({
    serial: options.serial ?? '51a0c0de-00000001',
    pushUrl: options.push,
    model: options.strict ? 'needs-response-object' : 'bare-200-ok',
    barrier: createBarrier(),
    display,
  });
  camera.startHeartbeat();
  await drive(options, io, async ({ plate, color, images }) => {
    const result = await camera.passVehicle({ plate, color, images });
    const shown = result.displayed.map(({ text }) => text).join(' / ');
    io.print(
      `${plate} ${color} → ${result.opened ? '已开闸' : '未开闸'} · HTTP ${result.status ?? '无应答'} · ${result.latencyMs.toFixed(1)} 毫秒${shown ? ` · ${shown}` : ''}${result.stored ? ' · 已存为离线记录' : ''}`,
    );
  });
  camera.stop();
  return 0;
}

async function runHikvision(options: Options, io: SimulatorIo): Promise<number> {
  if (!options.push) return missing('--push', io);
  const camera = await startHikvisionCamera({
    pushUrl: options.push,
    deviceUuid: options.serial,
    barrier: createBarrier(),
    isapi: { port: whole(options['isapi-port'], 0) },
  });
  io.print(`ISAPI ${camera.isapi.baseUrl}（${camera.isapi.username} / ${camera.isapi.password}）`);
  const waitOpenMs = whole(options.wait, 3) * 1000;
  await drive(options, io, async ({ plate, color, images }) => {
    const result = await camera.passVehicle({ plate, color, images, waitOpenMs });
    io.print(`${plate} ${color} → ${result.opened ? '已开闸' : '未开闸'} · HTTP ${result.status ?? '无应答'} · ${result.latencyMs.toFixed(1)} 毫秒`);
  });
  await camera.stop();
  return 0;
}

async function runHebei(options: Options, io: SimulatorIo): Promise<number> {
  const platform = await startHebeiPlatform({
    port: whole(options.port, 18080),
    latencyMs: whole(options.latency, 0),
    maxInFlight: options['max-in-flight'] ? whole(options['max-in-flight'], 8) : undefined,
  });
  io.print(`河北一体化平台（仿真）${platform.baseUrl} · 取令牌 ${platform.tokenPath} · clientId ${platform.clientId} · clientSecret ${platform.clientSecret}`);
  await untilStopped(io.signal);
  io.print(`共收 ${platform.records.length} 条，违规 ${platform.violations.length} 条`);
  await platform.stop();
  return 0;
}

async function runDisplay(card: DisplayCard, options: Options, io: SimulatorIo): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      card.feed(bytes);
      io.print(
        `${card.lines.map(({ line, text, color }) => `${line}:${text}(${color})`).join(' ')}${card.violations.length ? ` · 违规帧 ${card.violations.length}` : ''}`,
      );
    });
  });
  server.listen(whole(options.port, 10485), '127.0.0.1');
  await once(server, 'listening');
  io.print(`LED 控制卡（${card.family}）在 127.0.0.1:${whole(options.port, 10485)} 接收`);
  await untilStopped(io.signal);
  server.close();
  return 0;
}

type Vehicle = { plate: string; color: string; images: { full: Buffer; crop: Buffer } | undefined };

async function drive(options: Options, io: SimulatorIo, pass: (vehicle: Vehicle) => Promise<void>): Promise<void> {
  const fleet = createFleet();
  const count = whole(options.count, 1);
  for (let i = 0; i < count && !io.signal?.aborted; i++) {
    const truck = fleet[i % fleet.length];
    const plate = options.plate ?? truck?.plateNumber ?? '冀B00001';
    const color = options.color ?? (options.plate ? 'yellow' : (truck?.plateColor ?? 'yellow'));
    await pass({ plate, color, images: options['no-images'] ? undefined : makeReadPictures({ plate, color, fullBytes: 150_000 }) });
    if (i + 1 < count) await new Promise((resolve) => void setTimeout(resolve, whole(options.interval, 5) * 1000));
  }
}

function missing(option: string, io: SimulatorIo): number {
  io.refuse(option, '必须写明，用法见 simulate --help');
  return 2;
}

function whole(text: string | undefined, otherwise: number): number {
  return Number(text ?? otherwise);
}

async function untilStopped(signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
