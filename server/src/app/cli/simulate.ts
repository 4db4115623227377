import { runSimulator } from '../../../simulators/cli.ts';
import { AppError } from '../../domain/errors.ts';
import { print } from './output.ts';

/** `simulate …`: a device or platform of the demo by itself. */
export async function simulate(args: readonly string[]): Promise<number> {
  const refuse = (option: string, problem: string) => {
    throw new AppError('SITE_OPTION_INVALID', { option, problem });
  };
  try {
    return await runSimulator([...args], { print, refuse });
  } catch (error) {
    const { code, port } = error as NodeJS.ErrnoException & { port?: number };
    if (code === 'EADDRINUSE') throw new AppError('SITE_PORT_IN_USE', { port: port ?? 0 }, { cause: error });
    throw error;
  }
}
