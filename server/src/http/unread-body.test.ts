import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { takeRefusedBodies } from './unread-body.ts';

const app = fastify({ bodyLimit: 1024 });
takeRefusedBodies(app);
app.post('/in', async () => 'taken');
afterEach(() => app.close());

/** A process of its own: within one, sending never runs ahead of the refusal. */
const sender = `
const { request } = require('node:http');
const body = Buffer.alloc(20 * 1024 * 1024, '1');
const send = (length) => new Promise((resolve) => {
  const sending = request(process.argv[1], { method: 'POST', headers: { 'content-type': 'application/json', ...length } }, (answer) => {
    answer.resume();
    resolve(answer.statusCode);
  });
  sending.on('error', (error) => resolve(error.message));
  sending.end(body);
});
(async () => {
  const got = [];
  for (let round = 0; round < 8; round++) got.push(await send({ 'content-length': body.length }), await send({ 'transfer-encoding': 'chunked' }));
  console.log([...new Set(got)].join());
})();
`;

test('who is still sending a body that is too large reads the refusal instead of a broken pipe', async () => {
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', sender, `${address}/in`]);
  expect(stdout.trim()).toBe('413');
});
