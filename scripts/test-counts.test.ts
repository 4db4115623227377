import { expect, test } from 'vitest';
import { countResults, type FinishedModule } from './test-counts.ts';

const moduleOf = (parts: { states?: string[]; state?: string; errors?: number; suiteErrors?: number }): FinishedModule => ({
  relativeModuleId: 'a.test.ts',
  state: () => parts.state ?? 'passed',
  errors: () => Array.from({ length: parts.errors ?? 0 }),
  children: {
    allTests: () => (parts.states ?? []).map((state, index) => ({ fullName: `test ${index}`, result: () => ({ state }) })),
    allSuites: () => [{ errors: () => Array.from({ length: parts.suiteErrors ?? 0 }) }],
  },
});

test('passed, failed and skipped tests are summed over the files and the skipped ones named', () => {
  expect(countResults([moduleOf({ states: ['passed', 'failed'], state: 'failed' }), moduleOf({ states: ['passed', 'skipped'] })], 0)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    skippedNames: ['a.test.ts test 1'],
  });
});

test('a file that does not load is one failure', () => {
  expect(countResults([moduleOf({ state: 'failed', errors: 1 })], 0).failed).toBe(1);
  expect(countResults([moduleOf({ state: 'failed' })], 0).failed).toBe(1);
});

test('a hook that fails, a test that never ran and an error outside a test are failures', () => {
  expect(countResults([moduleOf({ states: ['pending'], state: 'failed', suiteErrors: 1 })], 1).failed).toBe(3);
});
