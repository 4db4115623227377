// Installs the locked packages when they are missing or older than package-lock.json. Runs on Node 20 with nothing installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Makes node_modules agree with package-lock.json; says so on stderr, since stdout belongs to the command. Throws the output of npm on failure. */
export function ensureInstalled(root) {
  if (isInstalled(root)) return;
  const release = holdInstallLock(root);
  try {
    if (isInstalled(root)) return;
    process.stderr.write('正在安装依赖（首次约一两分钟）…\n');
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      // The Node inside node_modules disappears while npm works.
      env: { ...process.env, PATH: pathWithout(join(root, 'node_modules')) },
    });
    if (npm.error || npm.status !== 0) throw new Error(`${npm.error ? npm.error.message : ''}${npm.stdout ?? ''}${npm.stderr ?? ''}`);
    writeFileSync(marker(root), lockHash(root));
  } finally {
    release();
  }
}

const marker = (root) => join(root, 'node_modules', '.greengate-lock');
const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
const pathWithout = (folder) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((part) => !part.startsWith(folder))
    .join(delimiter);

/** True when node_modules carries the hash of the lock file, or npm recorded the locked versions. */
export function isInstalled(root) {
  if (!existsSync(join(root, 'node_modules'))) return false;
  const hash = lockHash(root);
  if (existsSync(marker(root)) && readFileSync(marker(root), 'utf8') === hash) return true;
  if (!installedEqualsLock(root)) return false;
  writeFileSync(marker(root), hash);
  return true;
}

/** Someone ran `npm install` by hand: npm's own record in node_modules says whether that brought the locked versions. */
function installedEqualsLock(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.optional || entry.link) return true;
    return found[path]?.version === entry.version;
  });
}

/** Two commands started together in a fresh clone: the second waits for the first. A lock older than ten minutes is left over. */
function holdInstallLock(root) {
  const lock = join(root, '.cache', 'installing');
  mkdirSync(join(root, '.cache'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      return () => rmdirSync(lock);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 600_000) return () => rmdirSync(lock);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    }
  }
}
