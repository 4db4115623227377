/** One line for a person or a pipe. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Resolves when the process is asked to end. */
export function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
