// Builds the web pages when web/dist is missing or made from other sources. Runs on Node 20.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `{ state: 'absent' | 'fresh' | 'built' }`, or `{ state: 'failed', output }`. `node` is the path of Node 24. Speaks on stderr only. */
export function buildWeb({ root, node }) {
  const web = join(root, 'web');
  if (!existsSync(join(web, 'index.html'))) return { state: 'absent' };
  const marker = join(web, 'dist', '.sources');
  const hash = hashSources(root);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return { state: 'fresh' };
  process.stderr.write('正在生成网页…\n');
  // Called by a test runner, the pages must still be those that people get.
  const env = { ...process.env, NODE_ENV: 'production' };
  // Built aside: a server that runs from this folder never stands without its pages, and a failed build keeps the old ones.
  const aside = join(root, 'node_modules', '.cache', `web-${process.pid}`);
  const args = [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--outDir', aside, '--emptyOutDir'];
  const vite = spawnSync(node, args, { cwd: web, env, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (vite.status !== 0) {
    rmSync(aside, { recursive: true, force: true });
    return { state: 'failed', output: `${vite.stdout ?? ''}${vite.stderr ?? ''}${vite.error?.message ?? ''}` };
  }
  writeFileSync(join(aside, '.sources'), hash);
  try {
    rmSync(join(web, 'dist'), { recursive: true, force: true });
    renameSync(aside, join(web, 'dist'));
  } catch {
    // Another run put its own pages there at the same moment.
    rmSync(aside, { recursive: true, force: true });
  }
  return { state: 'built' };
}

/** Of everything the pages are made from; the build and its tools left out. */
export function hashSources(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const walk = (path) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) walk(join(path, name));
    } else hash.update(path.slice(root.length)).update('\0').update(readFileSync(path));
  };
  for (const name of readdirSync(join(root, 'web')).sort()) {
    if (name !== 'dist' && name !== 'node_modules') walk(join(root, 'web', name));
  }
  return hash.digest('hex');
}
