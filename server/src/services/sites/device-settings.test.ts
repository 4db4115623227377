import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { maskedSecret, maskSettings, mergeSettings, refuseSecretsElsewhere, settingsJsonSchema } from './device-settings.ts';

const schema = z.object({
  baseUrl: z
    .union([z.literal(''), z.url()])
    .default('')
    .meta({ title: '地址', secretsGoHere: true }),
  password: z.string().default('').meta({ title: '密码', secret: true }),
  key: z.string().meta({ secret: true }).optional(),
  note: z.string().optional().meta({ title: '备注' }),
  reply: z
    .object({ admit: z.string(), token: z.string().meta({ title: '令牌', secret: true }) })
    .optional()
    .meta({ title: '应答' }),
});

test('secrets are masked wherever they stand, and only when there are any', () => {
  const settings = { baseUrl: 'http://10.0.0.9', password: 'pw', key: 'k', reply: { admit: 'ok', token: 't' } };
  expect(maskSettings(schema, settings)).toEqual({
    baseUrl: 'http://10.0.0.9',
    password: maskedSecret,
    key: maskedSecret,
    reply: { admit: 'ok', token: maskedSecret },
  });
  expect(maskSettings(schema, { baseUrl: 'http://10.0.0.9', password: '' })).toEqual({ baseUrl: 'http://10.0.0.9', password: '' });
});

test('a change keeps what is not sent and what comes back masked, and null takes a member out', () => {
  const stored = { baseUrl: 'http://10.0.0.9', password: 'pw', note: 'old', reply: { admit: 'ok', token: 't' } };
  expect(mergeSettings(schema, stored, { password: maskedSecret, note: null })).toEqual({
    baseUrl: 'http://10.0.0.9',
    password: 'pw',
    reply: { admit: 'ok', token: 't' },
  });
  expect(mergeSettings(schema, stored, { password: 'new', reply: { admit: 'yes', token: maskedSecret } })).toEqual({
    baseUrl: 'http://10.0.0.9',
    password: 'new',
    note: 'old',
    reply: { admit: 'yes', token: 't' },
  });
  expect(mergeSettings(schema, stored, { password: '' }).password).toBe('');
});

test('the form of an adapter carries titles, defaults and the mark of secrets', () => {
  const { properties, required } = settingsJsonSchema(schema) as { properties: Record<string, Record<string, unknown>>; required: string[] };
  expect(properties.password).toEqual({ default: '', title: '密码', 'x-secret': true, type: 'string' });
  expect(properties.key).toEqual({ 'x-secret': true, type: 'string' });
  expect(properties.baseUrl?.title).toBe('地址');
  expect(properties.baseUrl).not.toHaveProperty('secretsGoHere');
  expect(required).toBe(undefined);
});

test('a member that every object has is no field: it is neither masked nor does it break anything', () => {
  const sent = JSON.parse('{"constructor":1,"__proto__":{"password":"x"},"note":"new"}');
  expect(mergeSettings(schema, { password: 'pw' }, sent)).toMatchObject({ password: 'pw', note: 'new' });
  expect(maskSettings(schema, { constructor: 1, password: 'pw' })).toEqual({ constructor: 1, password: maskedSecret });
});

describe('a change of the address that secrets are sent to', () => {
  const stored = { baseUrl: 'http://10.0.0.9:80/a', password: 'pw', reply: { admit: 'ok', token: 't' } };
  const refusal = (change: Record<string, unknown>, before: Record<string, unknown> = stored) => {
    try {
      refuseSecretsElsewhere(schema, { stored: before, change, settings: mergeSettings(schema, before, change) });
      return null;
    } catch (error) {
      return error instanceof AppError && error.code === 'SITE_SECRETS_NEEDED' ? error.params : error;
    }
  };
  const given = { password: 'new', reply: { admit: 'ok', token: 'new' } };

  test.each(['https://10.0.0.9/a', 'http://10.0.0.8/a', 'http://10.0.0.9:81/a'])('to %s needs every stored secret again', (baseUrl) => {
    const all = { address: '地址', secrets: '「密码」「令牌」', field: 'settings.password' };
    expect(refusal({ baseUrl })).toEqual(all);
    expect(refusal({ baseUrl, password: maskedSecret, reply: { admit: 'ok', token: maskedSecret } })).toEqual(all);
    expect(refusal({ baseUrl, ...given, reply: { admit: 'ok', token: maskedSecret } })).toEqual({ ...all, secrets: '「令牌」', field: 'settings.reply.token' });
    expect(refusal({ baseUrl, ...given })).toBe(null);
    expect(refusal({ baseUrl, password: '', reply: null })).toBe(null);
  });

  test('is none when scheme, host and port stay, or when nothing is sent any more', () => {
    expect(refusal({ baseUrl: 'HTTP://10.0.0.9/b', note: 'x' })).toBe(null);
    expect(refusal({ note: 'x' })).toBe(null);
    expect(refusal({ baseUrl: '' })).toBe(null);
    expect(refusal({ baseUrl: 'http://10.0.0.8' }, { baseUrl: 'http://10.0.0.9', password: '' })).toBe(null);
  });

  test('is also one from no address to an address: the way there has two steps', () => {
    expect(refusal({ baseUrl: 'http://10.0.0.8' }, { ...stored, baseUrl: '' })).toMatchObject({ field: 'settings.password' });
  });
});
