import { hash, webcrypto } from 'node:crypto';

/** Below this a thread costs more than the hash itself, bytes. */
const worthAThread = 64 * 1024;

/** SHA-256 as 64 lower-case hex digits; of a large body it is made beside the calling thread. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  if (bytes.length < worthAThread) return hash('sha256', bytes);
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex');
}
