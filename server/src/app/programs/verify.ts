import '../process-settings.ts';
import { verifyLedger } from '../../storage/sqlite/verify.ts';
import type { VerifyProgress } from '../../storage/sqlite/verify.ts';
import { serveProgram } from './serve-program.ts';

/** One verification of the ledger in a folder, beside the server that writes it. */
serveProgram((order: { folder: string }, onProgress: (progress: VerifyProgress) => void) => verifyLedger({ ...order, onProgress }));
