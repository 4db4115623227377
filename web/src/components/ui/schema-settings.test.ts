import { expect, test } from 'vitest';
import type { JsonSchema } from '../../api/types.ts';
import { settingsOf, settingsStart } from './schema-settings.ts';

const schema: JsonSchema = {
  type: 'object',
  properties: {
    baseUrl: { type: 'string' },
    secret: { type: 'string', 'x-secret': true },
    repeatable: { type: 'boolean', default: true },
    maxInFlight: { type: 'integer', default: 32 },
    codes: { type: 'object', additionalProperties: { type: 'string' } },
    reply: { type: 'object', properties: { admit: { type: 'string', default: 'OK' }, deny: { type: 'string' } } },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  },
};

test('a form begins with the stored settings over the defaults, so that an untouched switch changes nothing', () => {
  expect(settingsStart(schema, { baseUrl: 'http://a', repeatable: false })).toEqual({
    baseUrl: 'http://a',
    repeatable: false,
    maxInFlight: 32,
    reply: { admit: 'OK' },
  });
});

test('empty fields are left out, pair lists become objects, masked secrets go back as they came', () => {
  const values = { baseUrl: '', secret: '••••', repeatable: false, codes: 'A=01\nB = x=y\n=none\nC', reply: { admit: 'OK', deny: '' }, note: null };
  expect(settingsOf(schema, values)).toEqual({ secret: '••••', repeatable: false, codes: { A: '01', B: 'x=y' }, reply: { admit: 'OK' } });
});
