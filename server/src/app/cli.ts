import './process-settings.ts';
import { commands } from './cli/commands.ts';
import { errorLine, exitCodeOf } from './config.ts';
import { AppError } from '../domain/errors.ts';

/** The command line: `cli.ts <command> [words] [options]`. Exit codes: 0 fine, 1 found something wrong, 2 wrong use or a start that cannot be. */
async function run(argv: readonly string[]): Promise<number> {
  const [first = '', second = ''] = argv;
  const name = Object.hasOwn(commands, `${first} ${second}`) ? `${first} ${second}` : first;
  const command = Object.hasOwn(commands, name) ? commands[name as keyof typeof commands] : null;
  if (!command) throw new AppError('SITE_COMMAND_UNKNOWN', { command: argv.slice(0, 2).join(' '), commands: Object.keys(commands).join('、') });
  return command(argv.slice(name.split(' ').length));
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${errorLine(error)}\n`);
    process.exitCode = exitCodeOf(error);
  },
);
