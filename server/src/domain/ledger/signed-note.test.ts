import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRoot } from './merkle.ts';
import { checkpointText, noteKeyId, parseCheckpoint, parseNote, parseVerifierKey, signNote, verifierKey, verifyNote } from './signed-note.ts';
import type { Verifier } from './signed-note.ts';

const referenceKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const referenceSeed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const referenceText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const referenceLine = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const referenceNote = `${referenceText}\n${referenceLine}`;

function keyOfSeed(seed: Buffer) {
  return createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
}
function verifierOf(text: string): Verifier {
  const verifier = parseVerifierKey(text);
  if (!verifier) throw new Error(`no verifier key: ${text}`);
  return verifier;
}

describe('the reference note of the format', () => {
  test('it verifies under its key', () => {
    expect(verifyNote(referenceNote, [verifierOf(referenceKey)])).toEqual({ text: referenceText, signedBy: ['PeterNeumann'] });
  });

  test('signing its text with its key gives it byte for byte', () => {
    const privateKey = keyOfSeed(referenceSeed);
    expect(signNote(referenceText, { name: 'PeterNeumann', privateKey })).toBe(referenceNote);
    expect(verifierKey('PeterNeumann', createPublicKey(privateKey))).toBe(referenceKey);
  });

  test('the verifier key of a public checksum database is read', () => {
    expect(parseVerifierKey('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8')).toMatchObject({
      name: 'sum.golang.org',
      keyId: '033de0ae',
    });
  });
});

describe('verification', () => {
  const verifier = verifierOf(referenceKey);

  test.each([
    ['a changed text', referenceNote.replace('answer', 'Answer')],
    ['a changed signature', referenceNote.replace('x08go/ZJ', 'x08go/ZK')],
    ['another key hash', referenceNote.replace('x08go/', 'x08gp/')],
    ['no signature', referenceText],
    ['an empty signature block', `${referenceText}\n`],
    ['a missing last line break', referenceNote.slice(0, -1)],
    ['a hyphen for the dash', referenceNote.replace('—', '-')],
    ['a control character', referenceNote.replace('If you', 'If\tyou')],
    ['a known key with a wrong signature beside a right one', `${referenceNote}${referenceLine.replace('x08go/ZJ', 'x08go/ZK')}`],
    ['nothing', ''],
  ])('%s is refused', (_name, note) => {
    expect(verifyNote(note, [verifier])).toBeNull();
  });

  test('signatures of unknown keys are passed over', () => {
    const other = generateKeyPairSync('ed25519');
    const line = signNote(referenceText, { name: 'witness', privateKey: other.privateKey }).split('\n\n')[1] as string;
    expect(verifyNote(referenceNote + line, [verifier])?.signedBy).toEqual(['PeterNeumann']);
    expect(verifyNote(referenceNote + line, [verifier, verifierOf(verifierKey('witness', other.publicKey))])?.signedBy).toEqual(['PeterNeumann', 'witness']);
    expect(parseNote(referenceNote + line)?.signatures.map((signature) => signature.name)).toEqual(['PeterNeumann', 'witness']);
  });

  test.each([
    '',
    'x',
    referenceKey.replace('c74f20a3', 'c74f20a4'),
    referenceKey.replace('Peter', 'peter'),
    referenceKey.replace('ARpc', 'AhpC'),
    `${referenceKey}=`,
  ])('the verifier key %j is refused', (text) => {
    expect(parseVerifierKey(text)).toBeNull();
  });

  test('a key name has no blanks and no plus sign', () => {
    expect(() => noteKeyId('a b', Buffer.alloc(32))).toThrow(RangeError);
    expect(() => noteKeyId('a+b', Buffer.alloc(32))).toThrow(RangeError);
  });
});

describe('checkpoints', () => {
  test('the text is origin, size and base64 root', () => {
    const text = checkpointText({ origin: 'greengate/site-1', size: 0, root: emptyRoot() });
    expect(text).toBe('greengate/site-1\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n');
    expect(parseCheckpoint(text)).toEqual({ origin: 'greengate/site-1', size: 0, root: emptyRoot(), extensions: [] });
  });

  test('extension lines are kept', () => {
    expect(parseCheckpoint(checkpointText({ origin: 'o', size: 7, root: emptyRoot(), extensions: ['time 1'] }))?.extensions).toEqual(['time 1']);
  });

  test.each([
    '',
    'o\n1\n',
    'o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    'o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    'o\n1\nAAAA\n',
    'o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n',
  ])('%j is none', (text) => {
    expect(parseCheckpoint(text)).toBeNull();
  });

  test('what is signed is verified and read back', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const verifier = verifierOf(verifierKey('greengate/site-1', publicKey));
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, root) => {
        const note = signNote(checkpointText({ origin: 'greengate/site-1', size, root }), { name: 'greengate/site-1', privateKey });
        const opened = verifyNote(note, [verifier]);
        expect(parseCheckpoint(opened?.text ?? '')).toMatchObject({ size });
        expect(Buffer.compare(parseCheckpoint(opened?.text ?? '')?.root ?? Buffer.alloc(0), root)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  test('hostile notes are refused without an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(verifyNote(text, [verifierOf(referenceKey)])).toBeNull()));
  });
});
