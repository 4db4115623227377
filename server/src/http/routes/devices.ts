import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Role } from '../../domain/codes.ts';
import { may } from '../../domain/rights.ts';
import { changeOf } from '../../domain/schema-change.ts';
import { formatInstant } from '../../domain/time.ts';
import { settingsJsonSchema } from '../../services/sites/device-settings.ts';
import type { ProblemFrames } from '../../services/sites/problem-frames.ts';
import type { StoredDevice } from '../../services/sites/site-config.ts';
import type { Sites } from '../../services/sites/sites.ts';
import { isSource } from '../../services/sites/sources.ts';
import type { DeviceStatuses } from '../../services/lanes/device-status.ts';
import { idParams, pageOf, route } from '../route.ts';

const settings = z.record(z.string(), z.unknown()).meta({ title: '设置' });
const draft = z.strictObject({
  laneId: z.string().min(1).max(100).meta({ title: '通道' }),
  adapter: z.string().min(1).max(50).meta({ title: '接入协议' }),
  name: z.string().trim().min(1).max(50).meta({ title: '设备名称' }),
  settings: settings.default({}),
  allowedSources: z
    .array(z.string().trim().refine(isSource, '应为 IP 地址或网段，如 192.168.1.64 或 192.168.1.0/24').meta({ title: '地址' }))
    .max(20)
    .default([])
    .meta({ title: '允许的来源地址' }),
  serialNumber: z.string().trim().min(1).max(100).nullable().default(null).meta({ title: '序列号' }),
});
const change = changeOf(draft);

const adapterView = z.object({
  id: z.string(),
  title: z.string().meta({ title: '名称' }),
  kind: z.enum(['camera', 'display']),
  models: z.array(z.string()).meta({ title: '适用型号' }),
  verified: z.enum(['manual', 'simulator', 'bench', 'site']).meta({ title: '验证程度' }),
  capabilities: z.array(z.string()).meta({ title: '能力' }),
  settingsSchema: z.record(z.string(), z.unknown()).meta({ title: '设置表单' }),
});
const deviceView = z.object({
  id: z.string(),
  laneId: z.string().meta({ title: '通道' }),
  adapter: z.string().meta({ title: '接入协议' }),
  adapterTitle: z.string().meta({ title: '接入协议名称' }),
  kind: z.enum(['camera', 'display']).nullable(),
  name: z.string().meta({ title: '设备名称' }),
  settings,
  allowedSources: z.array(z.string()).meta({ title: '允许的来源地址' }),
  serialNumber: z.string().nullable().meta({ title: '序列号' }),
  ingressPath: z.string().nullable().meta({ title: '推送路径' }),
  pushUrl: z.string().nullable().meta({ title: '推送地址' }),
  problem: z.string().nullable().meta({ title: '设置问题' }),
  createdAt: z.string().meta({ title: '添加时间' }),
  status: z.object({
    state: z.enum(['online', 'silent', 'never', 'none']).meta({ title: '状态' }),
    reason: z.string().nullable().meta({ title: '原因' }),
    lastSeenAt: z.string().nullable().meta({ title: '最后通信' }),
    lastProblem: z.string().nullable().meta({ title: '最近的问题' }),
    clockSkewMs: z.number().nullable().meta({ title: '时钟偏差（毫秒）' }),
    reads: z.number().int().meta({ title: '识别数' }),
    duplicates: z.number().int().meta({ title: '重复数' }),
    undecodable: z.number().int().meta({ title: '无法解析数' }),
  }),
});
const frameView = z.object({
  sha256: z.string(),
  receivedAt: z.string().meta({ title: '接收时间' }),
  contentType: z.string().nullable().meta({ title: '内容类型' }),
  problem: z.string().meta({ title: '问题' }),
  bytes: z.number().int().meta({ title: '字节数' }),
  text: z.string().meta({ title: '内容开头' }),
});

export interface DeviceRouteParts {
  sites: Sites;
  statuses: Pick<DeviceStatuses, 'of'>;
  problemFrames: ProblemFrames;
}

/** Devices, the adapters there are, and what devices sent that could not be read. */
export function deviceRoutes(app: FastifyInstance, { sites, statuses, problemFrames }: DeviceRouteParts): void {
  const instant = (ms: number) => formatInstant(ms, sites.settings().timeZone);

  /** The push address is the device's credential: only those who set devices up see it. */
  const viewOf = (device: StoredDevice, request: FastifyRequest, role: Role): z.input<typeof deviceView> => {
    const { id, laneId, name, allowedSources, serialNumber, problem } = device;
    const adapter = sites.adapters.find((one) => one.id === device.adapterId);
    const ingressPath = adapter?.kind === 'camera' && may(role, 'devices.configure') ? `/in/${device.token}` : null;
    const base = sites.settings().publicBaseUrl.replace(/\/+$/, '') || `${request.protocol}://${request.host}`;
    const status = statuses.of(id);
    return {
      ...{ id, laneId, name, allowedSources, serialNumber, problem, ingressPath },
      adapter: device.adapterId,
      adapterTitle: adapter?.title ?? device.adapterId,
      kind: adapter?.kind ?? null,
      settings: sites.devices.shownSettings(device),
      pushUrl: ingressPath === null ? null : base + ingressPath,
      createdAt: instant(device.createdAt),
      status: { ...status, lastSeenAt: status.lastSeenAt === null ? null : instant(status.lastSeenAt) },
    };
  };

  route(app, {
    method: 'GET',
    url: '/api/v1/device-adapters',
    right: 'devices.read',
    summary: '设备接入协议列表与设置表单',
    response: pageOf(adapterView),
    handler: () => ({
      items: sites.adapters.map(({ id, title, kind, models, verified, capabilities, settings: schema }) => {
        return { id, title, kind, models: [...models], verified, capabilities: [...capabilities], settingsSchema: settingsJsonSchema(schema) };
      }),
      nextCursor: null,
    }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/devices',
    right: 'devices.read',
    summary: '设备列表',
    query: z.object({ laneId: z.string().max(100).optional().meta({ title: '通道' }) }),
    response: pageOf(deviceView),
    handler: ({ query, request, role }) => {
      const devices = sites.devices.list().filter((device) => query.laneId === undefined || device.laneId === query.laneId);
      return { items: devices.map((device) => viewOf(device, request, role)), nextCursor: null };
    },
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/devices',
    right: 'devices.configure',
    summary: '添加设备',
    body: draft,
    response: deviceView,
    handler: async ({ body, actor, request, role }) => viewOf(await sites.devices.create(body, { by: actor }), request, role),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/devices/:id',
    right: 'devices.read',
    summary: '一台设备',
    params: idParams,
    response: deviceView,
    handler: ({ params, request, role }) => viewOf(sites.devices.find(params.id), request, role),
  });
  route(app, {
    method: 'PATCH',
    url: '/api/v1/devices/:id',
    right: 'devices.configure',
    summary: '修改设备',
    params: idParams,
    body: change,
    response: deviceView,
    handler: async ({ params, body, actor, request, role }) => viewOf(await sites.devices.update(params.id, body, { by: actor }), request, role),
  });
  route(app, {
    method: 'DELETE',
    url: '/api/v1/devices/:id',
    right: 'devices.configure',
    summary: '删除设备',
    params: idParams,
    response: z.object({}),
    handler: async ({ params, actor }) => {
      await sites.devices.remove(params.id, { by: actor });
      return {};
    },
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/devices/:id/rotate-token',
    right: 'devices.configure',
    summary: '更换推送地址（旧地址立即失效）',
    params: idParams,
    response: deviceView,
    handler: async ({ params, actor, request, role }) => viewOf(await sites.devices.rotateToken(params.id, { by: actor }), request, role),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/devices/:id/forget-serial',
    right: 'devices.configure',
    summary: '清除序列号（更换设备后）',
    params: idParams,
    response: deviceView,
    handler: async ({ params, actor, request, role }) => viewOf(await sites.devices.forgetSerial(params.id, { by: actor }), request, role),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/devices/:id/frames',
    right: 'devices.read',
    summary: '设备推送的无法解析的内容',
    params: idParams,
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20).meta({ title: '条数' }) }),
    response: pageOf(frameView),
    handler: async ({ params, query }) => {
      sites.devices.find(params.id);
      const frames = await problemFrames(params.id, query.limit);
      return { items: frames.map((frame) => ({ ...frame, receivedAt: instant(frame.receivedAt) })), nextCursor: null };
    },
  });
}
