import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../domain/errors.ts';

/** Where a site keeps the private key of its ledger. */
export function signingKeyFile(folder: string): string {
  return join(folder, 'keys', 'ledger-ed25519.pem');
}

/** The Ed25519 key of a site's checkpoints, created with mode 0600 only when the ledger has no checkpoint yet. Throws `STORAGE_KEY_UNREADABLE`. */
export function openSigningKey(folder: string, { mayCreate }: { mayCreate: boolean }): KeyObject {
  const file = signingKeyFile(folder);
  try {
    return readSigningKey(file) ?? create(file, mayCreate);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('STORAGE_KEY_UNREADABLE', { file }, { cause });
  }
}

/** Null when there is no such file; throws when it holds no Ed25519 key. */
export function readSigningKey(file: string): KeyObject | null {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new AppError('STORAGE_KEY_UNREADABLE', { file });
  return key;
}

function create(file: string, mayCreate: boolean): KeyObject {
  // A new key beside old checkpoints would make every one of them look forged.
  if (!mayCreate) throw new AppError('STORAGE_KEY_UNREADABLE', { file });
  const { privateKey } = generateKeyPairSync('ed25519');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.new`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
  return privateKey;
}
