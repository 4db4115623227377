// Sums a test run so that nothing broken can hide: a file that does not load and an error outside a test count as failures.

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
  skippedNames: string[];
}

/** The part of a finished test file that is counted. */
export interface FinishedModule {
  relativeModuleId: string;
  state(): string;
  errors(): readonly unknown[];
  children: {
    allTests(): Iterable<{ fullName: string; result(): { state: string } }>;
    allSuites(): Iterable<{ errors(): readonly unknown[] }>;
  };
}

/** A test that never ran counts as failed unless it was skipped on purpose. */
export function countResults(modules: readonly FinishedModule[], unhandledErrors: number): TestCounts {
  const counts: TestCounts = { passed: 0, failed: unhandledErrors, skipped: 0, skippedNames: [] };
  for (const module of modules) {
    const failedBefore = counts.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed++;
      else if (state === 'skipped') {
        counts.skipped++;
        counts.skippedNames.push(`${module.relativeModuleId} ${test.fullName}`);
      } else counts.failed++;
    }
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    if (module.state() === 'failed' && counts.failed === failedBefore) counts.failed++;
  }
  return counts;
}
