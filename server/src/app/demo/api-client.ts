/** A plain client of our own HTTP interface: the demo drives the outside, as any program would. */
export function createApiClient(baseUrl: string, token: string) {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiProblem(response.status, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  return {
    get: <T>(path: string) => call<T>('GET', path),
    post: <T>(path: string, body: unknown) => call<T>('POST', path, body),
    patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, body),
    async text(path: string): Promise<string> {
      const response = await fetch(`${baseUrl}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new ApiProblem(response.status, await response.text());
      return response.text();
    },
  };
}
export type ApiClient = ReturnType<typeof createApiClient>;

/** An answer that is no success; `code` is the catalogue's when the body carries one. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string | null;
  constructor(status: number, body: string) {
    super(`HTTP ${status}: ${body.slice(0, 300)}`);
    this.status = status;
    this.code = /"code":"([A-Z_]+)"/.exec(body)?.[1] ?? null;
  }
}
