// Makes the OpenAPI document from the routes, and the types of the web's client from that document.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function openApiText(root: string): Promise<string | null> {
  const source = join(root, 'server', 'src', 'app', 'openapi.ts');
  if (!existsSync(source)) return null;
  const { openapiDocument } = (await import(pathToFileURL(source).href)) as { openapiDocument(): Promise<object> };
  return `${JSON.stringify(await openapiDocument(), null, 2)}\n`;
}

/** From the document as the routes make it now, not from the committed one. */
export async function webApiTypes(root: string, made: ReadonlyMap<string, string>): Promise<string | null> {
  const text = made.get('server/openapi.json');
  if (text === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'greengate-openapi-'));
  try {
    const document = join(folder, 'openapi.json');
    writeFileSync(document, text);
    const entry = createRequire(join(root, 'web', 'package.json')).resolve('openapi-typescript');
    const cli = join(dirname(dirname(entry)), 'bin', 'cli.js');
    const run = spawnSync(process.execPath, [cli, document], { cwd: folder, encoding: 'utf8', maxBuffer: 64 << 20 });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
