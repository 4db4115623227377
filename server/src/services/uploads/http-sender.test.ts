import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import iconv from 'iconv-lite';
import { afterEach, expect, it } from 'vitest';
import { createHttpSender } from './http-sender.ts';

let platform: Server | null = null;
afterEach(() => {
  platform?.closeAllConnections();
  platform?.close();
});

/** The text that reaches the protocol when a platform answers with these bytes. */
async function replyOf(bytes: Buffer): Promise<string> {
  const served = createServer((_request, response) => response.end(bytes));
  platform = served;
  await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve));
  const sender = createHttpSender({ maxSockets: 1, keepAlive: false });
  const url = `http://127.0.0.1:${(served.address() as AddressInfo).port}/entry`;
  const outcome = await sender.send({ method: 'POST', url, headers: {}, body: '{}' }, 5_000).finally(() => sender.close());
  return outcome.kind === 'response' ? outcome.response.body : outcome.message;
}

const refusal = '{"code":"500","msg":"车牌号码不存在，请核对豫A12345"}';

it('the words of a platform are read whether it writes UTF-8 or GBK', async () => {
  expect(await replyOf(Buffer.from(refusal))).toBe(refusal);
  expect(await replyOf(iconv.encode(refusal, 'gbk'))).toBe(refusal);
});

it('a reply that is cut at its limit inside a character stays the text that it was', async () => {
  const reply = await replyOf(Buffer.from(`a${'满'.repeat(100_000)}`));
  expect([reply.slice(0, 3), reply.length]).toEqual(['a满满', 1 + Math.ceil((256 * 1024 - 1) / 3)]);
});
