import { looksLikeJpeg } from '../pictures.ts';
import { pictureFields } from './hebei-record.ts';
import type { PhotoCheck } from './hebei-store.ts';

/** Fetches every picture a record points to, as the platform does, and says whether each is a JPEG that can be reached. */
export function checkPhotos(fields: Record<string, string>): Promise<PhotoCheck[]> {
  const wanted = pictureFields.flatMap((field) => (fields[field] ? [{ field, url: fields[field] }] : []));
  return Promise.all(wanted.map(checkPhoto));
}

async function checkPhoto({ field, url }: { field: string; url: string }): Promise<PhotoCheck> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const ok = response.status === 200 && looksLikeJpeg(bytes);
    return { field, url, ok, bytes: bytes.length, ...(ok ? {} : { why: `HTTP ${response.status}, ${bytes.length} bytes` }) };
  } catch (error) {
    return { field, url, ok: false, bytes: 0, why: String(error) };
  }
}
