import { fromBase64, sha256Of, toHex } from './merkle.ts';

/** C2SP signed-note, signature type 1: Ed25519. */
const ed25519 = 1;

/** `wrong`: a signature under the key that does not hold. `unsigned`: none under the key. `unsupported`: this browser cannot tell. */
export type NoteVerdict = 'signed' | 'wrong' | 'unsigned' | 'unsupported';

export interface Verifier {
  name: string;
  /** 8 lower-case hex digits. */
  keyId: string;
  /** 32 bytes. */
  publicKey: Uint8Array;
}

/** What a browser lends for it: absent on a plain http page, and older ones know no Ed25519. */
export type SignatureEngine = Pick<SubtleCrypto, 'importKey' | 'verify'>;

/** Reads a verifier key `name+hex8+base64(0x01‖public key)`; null when its form, its type or its key hash is wrong. */
export async function parseVerifierKey(text: string): Promise<Verifier | null> {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
  const bytes = parts && bytesOf(parts[3] as string);
  if (!parts || bytes?.length !== 33 || bytes[0] !== ed25519) return null;
  const [name, keyId] = [parts[1] as string, parts[2] as string];
  const hash = await sha256Of(new TextEncoder().encode(`${name}\n`), bytes);
  return toHex(hash).slice(0, 8) === keyId ? { name, keyId, publicKey: bytes.slice(1) } : null;
}

/** Whether the verifier's key signed exactly this note. One wrong signature under the key spoils it; those of other keys are passed over. */
export async function checkNote(note: string, verifier: Verifier, engine: SignatureEngine | undefined = globalThis.crypto?.subtle): Promise<NoteVerdict> {
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) return 'unsigned';
  const text = new TextEncoder().encode(note.slice(0, cut + 1));
  const signatures = note
    .slice(cut + 2, -1)
    .split('\n')
    .map((line) => signatureOf(line, verifier))
    .filter((signature) => signature !== null);
  if (signatures.length === 0) return 'unsigned';
  const key = await keyOf(verifier, engine);
  if (!engine || !key) return 'unsupported';
  for (const signature of signatures) {
    if (!(await engine.verify('Ed25519', key, own(signature), own(text)))) return 'wrong';
  }
  return 'signed';
}

function signatureOf(line: string, verifier: Verifier): Uint8Array | null {
  const parts = /^— (\S+) (\S+)$/u.exec(line);
  const bytes = parts && bytesOf(parts[2] as string);
  if (!parts || !bytes || parts[1] !== verifier.name || toHex(bytes.slice(0, 4)) !== verifier.keyId) return null;
  return bytes.slice(4);
}

async function keyOf({ publicKey }: Verifier, engine: SignatureEngine | undefined): Promise<CryptoKey | null> {
  try {
    return (await engine?.importKey('raw', own(publicKey), 'Ed25519', false, ['verify'])) ?? null;
  } catch {
    return null;
  }
}

function bytesOf(base64: string): Uint8Array | null {
  try {
    return fromBase64(base64);
  } catch {
    return null;
  }
}

/** The same bytes in a buffer of their own, as the browser's types want them. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
