// The threads of the unit tests are threads of this process; the forks of the others set it for themselves.
import './server/src/app/process-settings.ts';
import { defineConfig } from 'vitest/config';

const unit = ['server/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts', 'e2e/**/*.test.ts', 'web/src/**/*.test.{ts,tsx}'];
const settings = ['./server/src/app/process-settings.ts'];
const exclude = ['**/node_modules/**', '**/dist/**', '**/*.fixtures/**'];

export default defineConfig({
  test: {
    projects: [
      // No test is about time: the limits are there for what hangs, and long enough for a machine many times slower.
      // Isolation costs half a second a file on two cores; tests keep no module state.
      { test: { name: 'unit', include: unit, exclude, pool: 'threads', isolate: false, testTimeout: 180_000, hookTimeout: 180_000 } },
      // A journey is a whole site with a browser: one after the other, in a process of its own.
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.journey.ts'],
          exclude,
          setupFiles: settings,
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['**/*.slow.ts'],
          exclude,
          setupFiles: settings,
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
