import { open, type FileHandle } from 'node:fs/promises';
import type { Readers, SnapshotStore } from '../../storage/contract.ts';

export interface Photo {
  sha256: string;
  contentType: string;
  bytes: number;
  file: FileHandle;
}

const tokenShape = /^[A-Za-z0-9_-]{32}$/;

/** Pictures by their public token. */
export function createPhotos({ readers, snapshots }: { readers: Readers; snapshots: SnapshotStore }) {
  return {
    /** The opened file, which the caller closes; null when the token or the file is not there. */
    async open(token: string): Promise<Photo | null> {
      if (!tokenShape.test(token)) return null;
      const sha256 = await readers.query('photo.by-token', { token });
      if (sha256 === null) return null;
      let file: FileHandle | null = null;
      try {
        file = await open(snapshots.pathOf(sha256), 'r');
        const { size } = await file.stat();
        const head = Buffer.alloc(12);
        await file.read(head, 0, 12, 0);
        return { sha256, contentType: contentTypeOf(head), bytes: size, file };
      } catch (error) {
        await file?.close();
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
  };
}
export type Photos = ReturnType<typeof createPhotos>;

/** By the first bytes: what is no known picture or document is handed out as bytes. */
function contentTypeOf(head: Buffer): string {
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (head.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return 'image/png';
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  if (head.toString('latin1', 0, 5) === '%PDF-') return 'application/pdf';
  return 'application/octet-stream';
}
