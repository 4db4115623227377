import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hikvisionIsapi } from '../cameras/hikvision-isapi.ts';
import { maskSecrets, restoreSecrets, secretMask, secretNames, settingsReader } from './settings.ts';

describe('the settings of an adapter', () => {
  it('are masked where they are secret, also under optional and default', () => {
    const schema = z.object({
      a: z.string(),
      b: z.string().meta({ secret: true }),
      c: z.string().meta({ secret: true }).optional(),
      d: z.string().default('').meta({ title: 'x', secret: true }),
    });
    expect(secretNames(schema)).toEqual(['b', 'c', 'd']);
    expect(maskSecrets({ a: '1', b: '2', d: '' }, { settings: schema })).toEqual({ a: '1', b: secretMask, d: '' });
    expect(secretNames(hikvisionIsapi.settings)).toEqual(['password']);
  });

  it('keep a stored secret when the mask comes back, and take a new one', () => {
    const stored = { username: 'u', password: 'old' };
    expect(restoreSecrets({ username: 'v', password: secretMask }, stored, hikvisionIsapi)).toEqual({ username: 'v', password: 'old' });
    expect(restoreSecrets({ password: 'new' }, stored, hikvisionIsapi)).toEqual({ password: 'new' });
  });

  it('are read with defaults, and are null when they do not fit', () => {
    const read = settingsReader(z.object({ n: z.int().default(3) }));
    expect([read({}), read(undefined), read({ n: 4 }), read({ n: 'x' }), read('x')]).toEqual([{ n: 3 }, { n: 3 }, { n: 4 }, null, null]);
  });
});
