import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codesOf, directions } from '../../domain/codes.ts';
import { siteChange, siteSettings } from '../../services/sites/site-settings.ts';
import { laneBehaviour, laneChange, laneDraft } from '../../services/sites/lane-settings.ts';
import type { Sites } from '../../services/sites/sites.ts';
import type { LaneConfig } from '../../services/passages/parts.ts';
import { idParams, pageOf, route } from '../route.ts';

const siteView = siteSettings.extend({ id: z.string() });

const entranceDraft = z.strictObject({
  code: z.string().trim().min(1).max(20).meta({ title: '出入口编码' }),
  name: z.string().trim().min(1).max(50).meta({ title: '出入口名称' }),
});
const entranceView = entranceDraft.extend({ id: z.string() });
const laneView = laneBehaviour.extend({
  id: z.string(),
  entranceId: z.string(),
  entranceCode: z.string().meta({ title: '出入口编码' }),
  entranceName: z.string().meta({ title: '出入口名称' }),
  code: z.string().meta({ title: '通道编码' }),
  name: z.string().meta({ title: '通道名称' }),
  direction: z.enum(codesOf(directions)).meta({ title: '方向' }),
  holdOpen: z.boolean().meta({ title: '常开' }),
});

/** Settings of the site, its entrances and its lanes. */
export function siteRoutes(app: FastifyInstance, { sites }: { sites: Sites }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/site',
    right: 'session',
    summary: '本站设置',
    response: siteView,
    handler: () => ({ id: sites.siteId, ...sites.settings() }),
  });
  route(app, {
    method: 'PATCH',
    url: '/api/v1/site',
    right: 'accounts.manage',
    summary: '修改本站设置',
    body: siteChange,
    response: siteView,
    handler: async ({ body, actor }) => ({ id: sites.siteId, ...(await sites.changeSettings(body, { by: actor })) }),
  });
  entranceRoutes(app, { sites });
  laneRoutes(app, { sites });
}

function entranceRoutes(app: FastifyInstance, { sites }: { sites: Sites }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/entrances',
    right: 'lanes.read',
    summary: '出入口列表',
    response: pageOf(entranceView),
    handler: () => ({ items: sites.entrances.list(), nextCursor: null }),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/entrances',
    right: 'lanes.configure',
    summary: '新建出入口',
    body: entranceDraft,
    response: entranceView,
    handler: ({ body, actor }) => sites.entrances.create(body, { by: actor }),
  });
  route(app, {
    method: 'PATCH',
    url: '/api/v1/entrances/:id',
    right: 'lanes.configure',
    summary: '修改出入口',
    params: idParams,
    body: entranceDraft.partial(),
    response: entranceView,
    handler: ({ params, body, actor }) => sites.entrances.update(params.id, body, { by: actor }),
  });
  route(app, {
    method: 'DELETE',
    url: '/api/v1/entrances/:id',
    right: 'lanes.configure',
    summary: '删除出入口',
    params: idParams,
    response: z.object({}),
    handler: async ({ params, actor }) => {
      await sites.entrances.remove(params.id, { by: actor });
      return {};
    },
  });
}

function laneRoutes(app: FastifyInstance, { sites }: { sites: Sites }): void {
  const viewOf = (lane: LaneConfig): z.input<typeof laneView> => ({ ...lane });
  route(app, {
    method: 'GET',
    url: '/api/v1/lanes',
    right: 'lanes.read',
    summary: '通道列表',
    response: pageOf(laneView),
    handler: () => ({ items: sites.lanes.list().map(viewOf), nextCursor: null }),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/lanes',
    right: 'lanes.configure',
    summary: '新建通道',
    body: laneDraft.strict(),
    response: laneView,
    handler: async ({ body, actor }) => viewOf(await sites.lanes.create(body, { by: actor })),
  });
  route(app, {
    method: 'PATCH',
    url: '/api/v1/lanes/:id',
    right: 'lanes.configure',
    summary: '修改通道',
    params: idParams,
    body: laneChange,
    response: laneView,
    handler: async ({ params, body, actor }) => viewOf(await sites.lanes.update(params.id, body, { by: actor })),
  });
  route(app, {
    method: 'DELETE',
    url: '/api/v1/lanes/:id',
    right: 'lanes.configure',
    summary: '删除通道',
    params: idParams,
    response: z.object({}),
    handler: async ({ params, actor }) => {
      await sites.lanes.remove(params.id, { by: actor });
      return {};
    },
  });
}
