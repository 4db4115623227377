import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

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

/** Called by a process of its own at its start: from now on every other process goes first. */
export function standBackWhole(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
    // On Linux that was this thread alone; those that collect its garbage have been running since before.
    if (process.platform === 'linux') for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), niceness.background);
  } catch {
    // Not allowed in this container: everything works, only less evenly.
  }
}
