import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../domain/codes.ts';
import { createLog } from '../http/log.ts';
import { readConfig } from './config.ts';
import { openSite } from './site.ts';

/** A whole site on loopback in a folder of its own, for tests: `api` speaks as an administrator. */
export async function openSiteWorld({ folder }: { folder?: string } = {}) {
  const data = folder ?? (await mkdtemp(join(tmpdir(), 'greengate-site-')));
  const site = await openSite({ config: { ...readConfig({}), port: 0, host: '127.0.0.1', data, webRoot: null }, log: createLog('silent') });
  const tokenOf = async (role: Role) => (await site.parts.accounts.createToken({ name: role, role, by: { type: 'system', name: 'test' } })).token;
  const token = await tokenOf('administrator');

  const call = async (method: string, path: string, body?: unknown, bearer: string | null = token) => {
    const response = await fetch(site.url + path, {
      method,
      headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type') ?? '', text, json: text.startsWith('{') ? JSON.parse(text) : null };
  };

  return {
    site,
    folder: data,
    tokenOf,
    call,
    get: (path: string, bearer?: string | null) => call('GET', `/api/v1${path}`, undefined, bearer),
    post: (path: string, body: unknown, bearer?: string | null) => call('POST', `/api/v1${path}`, body, bearer),
    patch: (path: string, body: unknown, bearer?: string | null) => call('PATCH', `/api/v1${path}`, body, bearer),
    async close() {
      await site.close();
      if (folder === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}
export type SiteWorld = Awaited<ReturnType<typeof openSiteWorld>>;
