import { describe, expect, test } from 'vitest';
import { checkNote, parseVerifierKey, type SignatureEngine, type Verifier } from './signed-note.ts';

const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const line = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const note = `${text}\n${line}`;
const verifierOf = async (given: string): Promise<Verifier> => {
  const verifier = await parseVerifierKey(given);
  if (!verifier) throw new Error(`no verifier key: ${given}`);
  return verifier;
};

test('the reference note of the format is signed by its key', async () => {
  expect(await checkNote(note, await verifierOf(`${key}\n`))).toBe('signed');
});

describe('a note that does not stand', () => {
  test.each([
    ['a changed text', note.replace('answer', 'Answer'), 'wrong'],
    ['a changed signature', note.replace('x08go/ZJ', 'x08go/ZK'), 'wrong'],
    ['a wrong signature beside a right one', `${note}${line.replace('x08go/ZJ', 'x08go/ZK')}`, 'wrong'],
    ['a signature cut short', note.replace('KE6RyyBwJnAM=', 'KE6RyyBwJ'), 'wrong'],
    ['the signature of another key', note.replace('x08go/', 'x08gp/'), 'unsigned'],
    ['another name beside the same key', note.replace('— PeterNeumann', '— Somebody'), 'unsigned'],
    ['no signature', text, 'unsigned'],
    ['a hyphen for the dash', note.replace('—', '-'), 'unsigned'],
    ['no base64', `${text}\n— PeterNeumann x08go/???\n`, 'unsigned'],
    ['no last line break', note.slice(0, -1), 'unsigned'],
    ['nothing', '', 'unsigned'],
  ])('%s', async (_name, given, verdict) => {
    expect(await checkNote(given, await verifierOf(key))).toBe(verdict);
  });
});

test('signatures of other keys are passed over', async () => {
  expect(await checkNote(`${text}\n— witness.example AAAAAAAA\n${line}`, await verifierOf(key))).toBe('signed');
});

test('a browser without signatures, or without Ed25519, says that it cannot tell', async () => {
  const old: SignatureEngine = {
    importKey: () => Promise.reject(new DOMException('Algorithm: Unrecognized name', 'NotSupportedError')),
    verify: () => Promise.resolve(true),
  };
  const verifier = await verifierOf(key);
  expect(await checkNote(note, verifier, old)).toBe('unsupported');
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
  try {
    expect(await checkNote(note, verifier)).toBe('unsupported');
  } finally {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
  }
});

test.each([
  ['another key hash', key.replace('c74f20a3', 'c74f20a4')],
  ['another name', key.replace('PeterNeumann', 'PeterNewman')],
  ['another kind of key', key.replace('+ARpc', '+BRpc')],
  ['a key cut short', key.slice(0, -4)],
  ['no base64', `${key.slice(0, -4)}????`],
  ['nothing', ''],
])('a verifier key with %s is none', async (_name, given) => {
  expect(await parseVerifierKey(given)).toBeNull();
});
