// Makes the golden schema: what the migrations of SQLite add up to.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function goldenSchemaText(root: string): Promise<string | null> {
  const source = join(root, 'server', 'src', 'storage', 'sqlite', 'golden-schema.ts');
  if (!existsSync(source)) return null;
  const { goldenSchema } = (await import(pathToFileURL(source).href)) as { goldenSchema(): string };
  return goldenSchema();
}
