import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EncodeContext, UploadRecord, WireResponse } from './contract.ts';
import { regulatorProtocols } from './index.ts';

interface Fixture {
  encode?: EncodeContext & { record: UploadRecord };
  login?: unknown;
  loginReply?: WireResponse;
  reply?: WireResponse;
}

const folder = import.meta.dirname;

test('every protocol file stands in the list, under its own name', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'contract.ts' && name !== 'index.ts');
  expect(regulatorProtocols.map((protocol) => `${protocol.id}.ts`).sort()).toEqual(files.sort());
});

describe.each(regulatorProtocols.map((protocol) => [protocol.id, protocol] as const))('%s', (id, protocol) => {
  const fixtures = join(folder, `${id}.fixtures`);
  const names = readdirSync(fixtures)
    .filter((name) => name.endsWith('.in.json'))
    .map((name) => name.slice(0, -'.in.json'.length));

  test('has Chinese titles for itself and for every setting, and says where its fixtures come from', () => {
    expect(protocol.title).toMatch(/\p{Script=Han}/u);
    for (const [name, field] of Object.entries(protocol.settings.shape)) {
      expect(`${name}: ${String((field as { meta(): { title?: string } | undefined }).meta()?.title)}`).toMatch(/: .*\p{Script=Han}/u);
    }
    expect(existsSync(join(fixtures, 'SOURCE.md'))).toBe(true);
    expect(names.length).toBeGreaterThan(0);
  });

  test('marks the address that its secrets are sent to', () => {
    const { baseUrl } = protocol.settings.shape;
    if (baseUrl) expect((baseUrl as { meta(): Record<string, unknown> | undefined }).meta()?.secretsGoHere).toBe(true);
  });

  test.each(names)('%s means exactly what its fixture says, twice', (name) => {
    const input = JSON.parse(readFileSync(join(fixtures, `${name}.in.json`), 'utf8')) as Fixture;
    const expected: unknown = JSON.parse(readFileSync(join(fixtures, `${name}.out.json`), 'utf8'));
    const run = () => {
      if (input.encode) return protocol.encode(input.encode.record, { ...input.encode, settings: protocol.settings.parse(input.encode.settings) });
      if (input.login) return protocol.login?.(protocol.settings.parse(input.login));
      if (input.loginReply) return protocol.interpretLogin(input.loginReply);
      if (input.reply) return protocol.interpretReply(input.reply);
      throw new Error(`${name} names nothing to run`);
    };
    expect(run()).toEqual(expected);
    expect(run()).toEqual(expected);
  });

  test('survives any reply, and takes nothing for accepted that is not a success', () => {
    const bodies = fc.oneof(fc.string(), fc.json(), fc.constantFrom('', 'null', '[]', '{"data":null}', '{"code":{}}'));
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), bodies, (status, body) => {
        const receipt = protocol.interpretReply({ status, body });
        expect(['accepted', 'rejected', 'retry', 'unknown', 'session']).toContain(receipt.state);
        if (status < 200 || status >= 300) expect(receipt.state).not.toBe('accepted');
        expect(typeof protocol.interpretLogin({ status, body }).ok).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
  });
});
