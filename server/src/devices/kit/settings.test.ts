import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settingsReader } from './settings.ts';

describe('the settings of an adapter', () => {
  it('are read with defaults, and are null when they do not fit', () => {
    const read = settingsReader(z.object({ n: z.int().default(3) }));
    expect([read({}), read(undefined), read({ n: 4 }), read({ n: 'x' }), read('x')]).toEqual([{ n: 3 }, { n: 3 }, { n: 4 }, null, null]);
  });
});
