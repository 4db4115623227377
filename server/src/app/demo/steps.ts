/** Runs named steps one after another and prints a line each; a failed step does not stop the rest. */
export function createSteps(print: (line: string) => void) {
  let passed = 0;
  let failed = 0;
  return {
    async step(title: string, run: () => Promise<string>): Promise<void> {
      try {
        const found = await run();
        passed += 1;
        print(`✔ ${title}：${found}`);
      } catch (error) {
        failed += 1;
        print(`✘ ${title}：${error instanceof Error ? error.message : String(error)}`);
      }
    },
    /** Prints the closing line; true when nothing failed. */
    close(): boolean {
      print(`${passed} passed, ${failed} failed`);
      return failed === 0;
    },
  };
}

/** Throws a sentence unless the condition holds. */
export function must(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}

/** Waits until `look` gives something; throws `otherwise` after `ms`. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  otherwise: string,
  ms = 15_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
