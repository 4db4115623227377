import { expect, test } from 'vitest';
import { type ErrorRow, errorCatalogue } from '../server/src/domain/errors.ts';
import sentences from './launch-errors.mjs';

test('every sentence of the launcher is the one in the catalogue', () => {
  const catalogue: Record<string, ErrorRow> = errorCatalogue;
  for (const [code, { zh, next }] of Object.entries(sentences)) expect(catalogue[code]).toMatchObject({ zh, next });
});
