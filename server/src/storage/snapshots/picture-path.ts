import { join } from 'node:path';
import { AppError } from '../../domain/errors.ts';

/** Where the pictures of a data folder are. */
export function pictureFolder(folder: string): string {
  return join(folder, 'pictures');
}

/** Where a picture is until all of it is on the disk. */
export function draftFolder(folder: string): string {
  return join(pictureFolder(folder), 'incoming');
}

/** `<folder>/pictures/<first two hex digits>/<sha256>`; throws `SNAPSHOT_NAME_INVALID` unless the name is a SHA-256 in lower-case hex. */
export function picturePath(folder: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError('SNAPSHOT_NAME_INVALID');
  return join(pictureFolder(folder), sha256.slice(0, 2), sha256);
}
