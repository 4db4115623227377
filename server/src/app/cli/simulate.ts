import { runSimulator } from '../../../simulators/cli.ts';

/** `simulate …`: a device or platform of the demo by itself. */
export function simulate(args: readonly string[]): Promise<number> {
  return runSimulator([...args]);
}
