// Server with restart on change and the pages with hot reload, side by side; the first that ends ends both.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const parts = [
  spawn(process.execPath, ['--watch', 'server/src/app/cli.ts', 'start', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }),
  spawn(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js')], { cwd: join(root, 'web'), stdio: 'inherit' }),
];
const stopAll = () => {
  for (const part of parts) part.kill('SIGTERM');
};
for (const part of parts) part.on('exit', stopAll);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stopAll);
