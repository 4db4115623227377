import { expect, test } from 'vitest';
import { actorText } from './actor.ts';

test('the author of an entry is told by name and role, the system and devices as what they are', () => {
  expect(actorText({ type: 'account', id: '1', name: '李环保', role: 'environment-manager' })).toBe('李环保（环保负责人）');
  expect(actorText({ type: 'token', id: '2', name: '磅房', role: 'administrator' })).toBe('令牌 磅房');
  expect(actorText({ type: 'device', id: 'd1' })).toBe('设备 d1');
  expect(actorText({ type: 'system', name: 'health' })).toBe('系统');
  expect(actorText('base-rules')).toBe('系统');
  expect(actorText(null)).toBe('—');
});
