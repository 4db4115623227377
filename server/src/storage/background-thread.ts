import { setPriority } from 'node:os';

/** How far a thread stands back: `reading` for what a person waits for, `background` for what takes minutes. */
const niceness = { reading: 10, background: 19 } as const;

/** Called by a worker thread: from now on the gate's thread goes first. Without effect where the system only knows the priority of whole processes. */
export function standBack(work: keyof typeof niceness): void {
  // Elsewhere than on Linux this would slow down the gate itself.
  if (process.platform !== 'linux') return;
  try {
    setPriority(niceness[work]);
  } catch {
    // Not allowed in this container: everything works, only less evenly.
  }
}
