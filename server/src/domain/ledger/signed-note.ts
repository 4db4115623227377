import { createPublicKey, hash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** C2SP signed-note, signature type 1: Ed25519. */
const ed25519 = 1;

export interface NoteSignature {
  name: string;
  /** 8 lower-case hex digits. */
  keyId: string;
  signature: Uint8Array;
}
export interface Note {
  /** The signed text, ending in a line break. */
  text: string;
  signatures: NoteSignature[];
}
export interface Verifier {
  name: string;
  keyId: string;
  publicKey: KeyObject;
}
export interface Checkpoint {
  /** `greengate/<siteId>`. */
  origin: string;
  size: number;
  root: Uint8Array;
  /** Extension lines, without line breaks. */
  extensions: string[];
}

/** The text of a C2SP tlog-checkpoint: origin, size, base64 root, then any extension lines; what a note signs. */
export function checkpointText(checkpoint: { origin: string; size: number; root: Uint8Array; extensions?: readonly string[] }): string {
  const lines = [checkpoint.origin, String(checkpoint.size), toBase64(checkpoint.root), ...(checkpoint.extensions ?? [])];
  if (lines.some((line) => line === '' || line.includes('\n'))) throw new RangeError('a checkpoint line is never empty and has no line break');
  return `${lines.join('\n')}\n`;
}

/** Reads a checkpoint's text; null when it is none (wrong size, a root that is not 32 bytes, empty lines). */
export function parseCheckpoint(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null;
  const [origin, size, root, ...extensions] = text.slice(0, -1).split('\n');
  if (!origin || size === undefined || root === undefined || extensions.includes('')) return null;
  const bytes = fromBase64(root);
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)) || bytes?.length !== 32) return null;
  return { origin, size: Number(size), root: bytes, extensions };
}

/** Signs a text (it must end in a line break) and gives the whole note: text, blank line, one signature line. */
export function signNote(text: string, signer: { name: string; privateKey: KeyObject }): string {
  if (!isNoteText(text)) throw new RangeError('a note is well-formed text without control characters and ends in a line break');
  const keyId = noteKeyId(signer.name, rawPublicKey(createPublicKey(signer.privateKey)));
  const signature = Buffer.concat([Buffer.from(keyId, 'hex'), sign(null, Buffer.from(text), signer.privateKey)]);
  return `${text}\n— ${signer.name} ${toBase64(signature)}\n`;
}

/** Splits a note into its text and signatures without judging them; null when it is not a note. */
export function parseNote(note: string): Note | null {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || note.length > 1_000_000) return null;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (!isNoteText(text) || lines.length > 100) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const parts = /^— (\S+) (\S+)$/u.exec(line);
    const bytes = parts && fromBase64(parts[2] as string);
    if (!parts || !bytes || bytes.length < 5 || !isKeyName(parts[1] as string)) return null;
    signatures.push({ name: parts[1] as string, keyId: Buffer.from(bytes.subarray(0, 4)).toString('hex'), signature: bytes.subarray(4) });
  }
  return { text, signatures };
}

/**
 * The text of a note that at least one of the verifiers has signed, with the names that have; null otherwise.
 * Signatures of unknown keys are passed over; a wrong signature under a known key spoils the note.
 */
export function verifyNote(note: string, verifiers: readonly Verifier[]): { text: string; signedBy: string[] } | null {
  const parsed = parseNote(note);
  if (!parsed) return null;
  const signedBy = new Set<string>();
  for (const { name, keyId, signature } of parsed.signatures) {
    const verifier = verifiers.find((each) => each.name === name && each.keyId === keyId);
    if (!verifier) continue;
    if (!verify(null, Buffer.from(parsed.text), verifier.publicKey, signature)) return null;
    signedBy.add(name);
  }
  return signedBy.size > 0 ? { text: parsed.text, signedBy: [...signedBy] } : null;
}

/** The verifier key people copy: `name+hex8+base64(0x01‖public key)`. */
export function verifierKey(name: string, publicKey: KeyObject): string {
  const raw = rawPublicKey(publicKey);
  return `${name}+${noteKeyId(name, raw)}+${toBase64(Buffer.concat([Buffer.of(ed25519), raw]))}`;
}

/** Reads a verifier key; null when its form, its type or its key hash is wrong. */
export function parseVerifierKey(text: string): Verifier | null {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
  const bytes = parts && fromBase64(parts[3] as string);
  if (!parts || !bytes || bytes.length !== 33 || bytes[0] !== ed25519) return null;
  const [name, keyId] = [parts[1] as string, parts[2] as string];
  const raw = Buffer.from(bytes.subarray(1));
  if (noteKeyId(name, raw) !== keyId) return null;
  return { name, keyId, publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' }) };
}

/** The first four bytes of SHA-256(name ‖ "\n" ‖ 0x01 ‖ public key), as hex. `publicKey` are the 32 raw bytes. */
export function noteKeyId(name: string, publicKey: Uint8Array): string {
  if (!isKeyName(name)) throw new RangeError('a key name has no blanks and no plus sign');
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519), publicKey]), 'hex').slice(0, 8);
}

function rawPublicKey(key: KeyObject): Buffer {
  const { x } = key.export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519' || x === undefined) throw new RangeError('a note is signed with Ed25519');
  return Buffer.from(x, 'base64url');
}

function isKeyName(name: string): boolean {
  return name.length > 0 && name.isWellFormed() && !/[\s+]/u.test(name);
}

function isNoteText(text: string): boolean {
  return text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Strict: what Buffer would silently skip makes it no base64. */
function fromBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
