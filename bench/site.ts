import { startChild } from './processes.ts';

export interface BenchSite {
  pid: number;
  url: string;
  port: number;
  token: string;
  call<T>(action: string, args?: unknown): Promise<T>;
  /** JSON of our own HTTP interface; throws for anything but success. */
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Opens a site in a process of its own. With GREENGATE_BENCH_PROFILE its CPU profile is left in that folder. */
export async function startBenchSite(data: string): Promise<BenchSite> {
  const profile = process.env.GREENGATE_BENCH_PROFILE;
  const child = await startChild('./site-process.ts', { data }, profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []);
  const { url, token } = await child.call<{ url: string; token: string }>('address');
  const request = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    pid: child.pid,
    url,
    port: Number(new URL(url).port),
    token,
    call: child.call,
    get: (path) => request('GET', path),
    send: request,
    stop: child.stop,
  };
}
