import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { entryKinds } from '../../domain/ledger/entry-codec.ts';
import { formatInstant } from '../../domain/time.ts';
import type { LedgerDesk } from '../../services/ledger/ledger-desk.ts';
import type { Verifications } from '../../services/ledger/verifications.ts';
import { idParams, pageOf, pageQuery, route } from '../route.ts';

const seqParams = z.object({ seq: z.coerce.number().int().min(0).meta({ title: '序号' }) });
const base64 = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('base64'));
const count = z.coerce.number().int().min(0);
const verification = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  progress: z.object({ entries: z.number(), total: z.number(), pictures: z.number(), projections: z.number() }),
  ok: z.boolean().nullable(),
  checked: z.object({ entries: z.number(), pictures: z.number(), projections: z.number() }).nullable(),
  problems: z.array(
    z.object({ seq: z.number().nullable(), file: z.string().nullable(), table: z.string().nullable(), key: z.string().nullable(), text: z.string() }),
  ),
});

/** The ledger as an outsider checks it, and the verification of everything stored. */
export function ledgerRoutes(app: FastifyInstance, { ledger, verifications }: { ledger: LedgerDesk; verifications: Verifications }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/ledger/checkpoint',
    right: 'ledger.read',
    summary: '台账检查点（C2SP signed note）',
    produces: 'text/plain',
    async handler({ reply }) {
      const note = await ledger.checkpoint();
      return reply.type('text/plain; charset=utf-8').send(note);
    },
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/ledger/key',
    right: 'ledger.read',
    summary: '检查点的验证公钥',
    produces: 'text/plain',
    handler: ({ reply }) => reply.type('text/plain; charset=utf-8').send(`${ledger.verifierKey()}\n`),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/ledger/entries',
    right: 'ledger.read',
    summary: '台账条目列表',
    query: pageQuery.extend({ kind: z.enum(entryKinds).optional().meta({ title: '种类' }), subject: z.string().max(120).optional().meta({ title: '对象' }) }),
    response: pageOf(z.object({ seq: z.number().int(), at: z.string(), kind: z.string(), subject: z.string(), by: z.record(z.string(), z.unknown()) })),
    async handler({ query }) {
      const page = await ledger.entries(query);
      return {
        items: page.items.map(({ seq, at, kind, subject, by }) => ({ seq, at: formatInstant(at), kind, subject, by: { ...by } })),
        nextCursor: page.nextCursor,
      };
    },
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/ledger/entries/:seq',
    right: 'ledger.read',
    summary: '一条台账条目的原始字节',
    params: seqParams,
    produces: 'application/json',
    async handler({ params, reply }) {
      const bytes = await ledger.entryBytes(params.seq);
      if (bytes === null) throw new AppError('LEDGER_ENTRY_NOT_FOUND', { seq: params.seq });
      return reply.type('application/json').send(Buffer.from(bytes));
    },
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/ledger/entries/:seq/proof',
    right: 'ledger.read',
    summary: '条目的存在证明（RFC 6962）',
    params: seqParams,
    query: z.object({ treeSize: count.optional().meta({ title: '树大小', description: '不填时对应 10 秒内最后发出的检查点；没有则为当前条目数' }) }),
    response: z.object({ leafIndex: z.number().int(), treeSize: z.number().int(), hashes: z.array(z.string()) }),
    async handler({ params, query }) {
      const { leafIndex, treeSize, hashes } = await ledger.inclusionProof(params.seq, query.treeSize);
      return { leafIndex, treeSize, hashes: base64(hashes) };
    },
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/ledger/consistency',
    right: 'ledger.read',
    summary: '两个检查点之间的一致性证明',
    query: z.object({ from: count.meta({ title: '较早的树大小' }), to: count.meta({ title: '较晚的树大小' }) }),
    response: z.object({ hashes: z.array(z.string()) }),
    handler: async ({ query }) => ({ hashes: base64(await ledger.consistencyProof(query.from, query.to)) }),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/ledger/verifications',
    right: 'ledger.verify',
    summary: '运行台账校验',
    response: z.object({ id: z.string() }),
    handler: ({ actor }) => verifications.start(actor),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/ledger/verifications',
    right: 'ledger.read',
    summary: '台账校验的结果',
    query: pageQuery,
    response: pageOf(verification),
    handler: ({ query }) => ({ items: verifications.list().slice(0, query.limit), nextCursor: null }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/ledger/verifications/:id',
    right: 'ledger.read',
    summary: '一次台账校验',
    params: idParams,
    response: verification,
    handler: ({ params }) => verifications.find(params.id),
  });
}
