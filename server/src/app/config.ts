import { existsSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AppError, explainError } from '../domain/errors.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface AppConfig {
  version: string;
  port: number;
  host: string;
  /** Absolute path of the data folder. */
  data: string;
  /** Folder of the built pages; null when there is none. */
  webRoot: string | null;
  /** Of a center; null means SQLite. */
  databaseUrl: string | null;
  logLevel: string;
}

type OptionKinds = Record<string, 'string' | 'boolean'>;
type OptionValues<K extends OptionKinds> = { [N in keyof K]?: K[N] extends 'boolean' ? boolean : string };

/** Options of every command that opens a site. */
export const dataOptions = { data: 'string' } as const satisfies OptionKinds;
export const serverOptions = { ...dataOptions, port: 'string', host: 'string' } as const satisfies OptionKinds;

/** Reads a command line strictly: `values` by option name, `words` for the rest. Throws SITE_OPTION_UNKNOWN, SITE_OPTION_INVALID. */
export function readOptions<K extends OptionKinds>(args: readonly string[], kinds: K): { values: OptionValues<K>; words: string[] } {
  const known = Object.keys(kinds).map((name) => `--${name}`);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(Object.entries(kinds).map(([name, type]) => [name, { type }])),
      allowPositionals: true,
      strict: true,
    });
    return { values: values as OptionValues<K>, words: positionals };
  } catch (error) {
    const option = /'(-{1,2}[^'\s=]+)/.exec(String(error))?.[1] ?? args.join(' ');
    if (known.includes(option))
      throw new AppError('SITE_OPTION_INVALID', { option, problem: kinds[option.slice(2)] === 'string' ? '后面要有一个值' : '后面不能有值' });
    throw new AppError('SITE_OPTION_UNKNOWN', { option, known: known.join('、') });
  }
}

/** As `readOptions`, for commands that take no words. Throws SITE_OPTION_UNKNOWN for any. */
export function readOnlyOptions<K extends OptionKinds>(args: readonly string[], kinds: K): OptionValues<K> {
  const { values, words } = readOptions(args, kinds);
  const known = Object.keys(kinds).map((name) => `--${name}`);
  if (words.length > 0) throw new AppError('SITE_OPTION_UNKNOWN', { option: words.join(' '), known: known.join('、') });
  return values;
}

/** The settings of a run from options, then environment, then defaults. Throws SITE_OPTION_INVALID. */
export function readConfig(values: { port?: string; host?: string; data?: string }, env: NodeJS.ProcessEnv = process.env): AppConfig {
  const web = join(root, 'web', 'dist');
  return {
    version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
    port: portOf(...given(['--port', values.port], ['GREENGATE_PORT', env.GREENGATE_PORT], ['--port', '8080'])),
    host: given(['--host', values.host], ['GREENGATE_HOST', env.GREENGATE_HOST], ['--host', everyInterface()])[1],
    data: resolve(given(['--data', values.data], ['GREENGATE_DATA', env.GREENGATE_DATA], ['--data', './data'])[1]),
    webRoot: existsSync(web) ? web : null,
    databaseUrl: env.DATABASE_URL || null,
    logLevel: logLevelOf(env.GREENGATE_LOG || 'info'),
  };
}

/** Exit code of a thrown error: 2 for wrong use and for settings that cannot work, 1 for what nobody foresaw. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof AppError ? 2 : 1;
}

/** One line for stderr: `CODE 中文说明 · 下一步`. */
export function errorLine(error: unknown): string {
  if (!(error instanceof AppError)) {
    const { message, next } = explainError('SITE_START_FAILED', { problem: error instanceof Error ? error.message : String(error) });
    return `SITE_START_FAILED ${message} · ${next}`;
  }
  const { message, next } = explainError(error.code, error.params);
  return `${error.code} ${message} · ${next}`;
}

function given(...sources: [name: string, value: string | undefined][]): [string, string] {
  const found = sources.find(([, value]) => value !== undefined && value !== '');
  return found as [string, string];
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new AppError('SITE_OPTION_INVALID', { option, problem: `端口应为 0–65535 的整数，收到 ${text}` });
  return port;
}

function logLevelOf(level: string): string {
  const levels = ['debug', 'info', 'warn', 'error', 'silent'];
  if (!levels.includes(level)) throw new AppError('SITE_OPTION_INVALID', { option: 'GREENGATE_LOG', problem: `应为 ${levels.join('、')} 之一` });
  return level;
}

/** Both families where there are both: `::` fails on machines without IPv6. */
function everyInterface(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.some((address) => address.family === 'IPv6') ? '::' : '0.0.0.0';
}
