import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { GapKind } from '../../domain/ledger/entry.ts';
import { gapWords } from '../../services/health/gap-words.ts';
import type { GapReader } from '../../services/health/gap-reader.ts';
import { pageOf, pageQuery, route } from '../route.ts';
import { yesNo } from './passages.ts';

const kinds = Object.keys(gapWords) as [GapKind, ...GapKind[]];
const gap = z.object({
  id: z.string(),
  kind: z.enum(kinds),
  title: z.string().meta({ title: '说明' }),
  subject: z.string(),
  subjectName: z.string().nullable().meta({ title: '对象' }),
  since: z.string().meta({ title: '开始' }),
  until: z.string().nullable().meta({ title: '恢复' }),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  next: z.string().meta({ title: '怎么办' }),
});

/** Interruptions: each one is an entry of the ledger. */
export function gapRoutes(app: FastifyInstance, { gaps }: { gaps: GapReader }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/gaps',
    right: 'live.read',
    summary: '中断记录',
    query: pageQuery.extend({ open: yesNo.optional().meta({ title: '未恢复' }), kind: z.enum(kinds).optional().meta({ title: '种类' }) }),
    response: pageOf(gap),
    handler: ({ query }) => gaps(query),
  });
}
