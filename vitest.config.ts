// The threads of the unit tests are threads of this process; the forks of the others set it for themselves.
import './server/src/app/process-settings.ts';
import { defineConfig } from 'vitest/config';

const unit = ['server/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts', 'e2e/**/*.test.ts', 'web/src/**/*.test.{ts,tsx}'];
const settings = ['./server/src/app/process-settings.ts'];
const exclude = ['**/node_modules/**', '**/dist/**', '**/*.fixtures/**'];

export default defineConfig({
  test: {
    projects: [
      // Isolation costs half a second a file on two cores; tests keep no module state.
      { test: { name: 'unit', include: unit, exclude, pool: 'threads', isolate: false, testTimeout: 30_000, hookTimeout: 30_000 } },
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
          testTimeout: 120_000,
          hookTimeout: 120_000,
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
