import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { AppError } from '../../domain/errors.ts';
import type { SnapshotStore } from '../../storage/contract.ts';
import { type DocumentType, documentHeadBytes, documentTypeOf } from './document-type.ts';

export interface OpenDocument {
  /** Null: something else than a picture or a PDF, such as what a camera sent. */
  type: DocumentType | null;
  bytes: number;
  stream: Readable;
}

/** Pictures and documents that people upload and look at, content-addressed beside the snapshots of the cameras. */
export function createDocuments({ snapshots }: { snapshots: SnapshotStore }) {
  return {
    /** Durable when it resolves. Throws DOCUMENT_TYPE_UNKNOWN. */
    async put(bytes: Uint8Array): Promise<{ sha256: string; bytes: number }> {
      if (documentTypeOf(bytes) === null) throw new AppError('DOCUMENT_TYPE_UNKNOWN');
      return snapshots.put(bytes);
    },

    /** Opens a stored file for reading; the stream closes it. Throws DOCUMENT_NOT_FOUND. */
    async open(sha256: string): Promise<OpenDocument> {
      const file = await open(snapshots.pathOf(sha256), 'r').catch((cause: NodeJS.ErrnoException) => {
        throw cause.code === 'ENOENT' ? new AppError('DOCUMENT_NOT_FOUND', { sha256 }) : cause;
      });
      try {
        const { size } = await file.stat();
        const { buffer, bytesRead } = await file.read(Buffer.alloc(documentHeadBytes), 0, documentHeadBytes, 0);
        return { type: documentTypeOf(buffer.subarray(0, bytesRead)), bytes: size, stream: file.createReadStream({ start: 0 }) };
      } catch (error) {
        await file.close();
        throw error;
      }
    },
  };
}
export type Documents = ReturnType<typeof createDocuments>;
