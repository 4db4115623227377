/** What went wrong with a call, in the words of the server's catalogue; `code` is for branching, the rest for people. */
export class ApiError extends Error {
  readonly code: string;
  readonly next: string;
  readonly status: number;
  readonly params: Record<string, unknown>;
  readonly requestId: string | null;
  constructor(fault: { code: string; message: string; next: string; status: number; params?: Record<string, unknown>; requestId?: string | null }) {
    super(fault.message);
    this.name = 'ApiError';
    this.code = fault.code;
    this.next = fault.next;
    this.status = fault.status;
    this.params = fault.params ?? {};
    this.requestId = fault.requestId ?? null;
  }
}

export type Params = Record<string, string | number | boolean | null | undefined>;

/** `?a=1&b=2` of everything that has a value, or nothing. */
function queryText(params: Params): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

async function faultOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as Partial<{
    code: string;
    message: string;
    next: string;
    params: Record<string, unknown>;
    requestId: string;
  }> | null;
  if (body && typeof body.code === 'string') {
    return new ApiError({
      code: body.code,
      message: body.message ?? '操作没有完成',
      next: body.next ?? '',
      status: response.status,
      params: body.params,
      requestId: body.requestId,
    });
  }
  return new ApiError({
    code: `HTTP_${response.status}`,
    message: '服务器给出了无法识别的回答',
    next: '稍后重试；若仍然如此，请把代码告诉技术支持',
    status: response.status,
  });
}

/** One call to `/api/v1`. Rejects with ApiError only; without a network the code is `NETWORK_UNREACHABLE`. */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { ...init, credentials: 'same-origin' });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError({
      code: 'NETWORK_UNREACHABLE',
      message: '连不上服务器',
      next: '检查网线与服务器是否开机；只要服务器在运行，判定与开闸照常进行',
      status: 0,
    });
  }
  if (!response.ok) throw await faultOf(response);
  return response;
}

async function jsonOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text === '' ? null : JSON.parse(text)) as T;
}

export async function get<T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> {
  return jsonOf<T>(await call(path + queryText(params), { signal: signal ?? null }));
}

export async function getText(path: string): Promise<string> {
  return (await call(path)).text();
}

export async function getBytes(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await call(path)).arrayBuffer());
}

async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = body === undefined ? { method } : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return jsonOf<T>(await call(path, init));
}

export const post = <T>(path: string, body: unknown = {}): Promise<T> => send<T>('POST', path, body);
export const patch = <T>(path: string, body: unknown): Promise<T> => send<T>('PATCH', path, body);
export const remove = <T>(path: string): Promise<T> => send<T>('DELETE', path);

/** Uploads one picture of a document as its raw bytes. */
export async function postDocument(file: Blob): Promise<{ sha256: string; bytes: number }> {
  return jsonOf(await call('/documents', { method: 'POST', body: file, headers: { 'content-type': file.type || 'image/jpeg' } }));
}
