import { expect, test } from 'vitest';
import { ApiError } from '../../api/client.ts';
import { fieldOf } from './field-fault.ts';

const refusal = (params: Record<string, unknown>) => new ApiError({ code: 'SITE_SECRETS_NEEDED', message: '请重填', next: '', status: 400, params });

test('a refusal that names a field is shown at that field, any other only in the note', () => {
  expect(fieldOf(refusal({ field: 'settings.reply.token' }))).toEqual(['settings', 'reply', 'token']);
  expect([fieldOf(refusal({})), fieldOf(refusal({ field: '' })), fieldOf(new Error('x')), fieldOf(null)]).toEqual([null, null, null, null]);
});
