// Imported before everything else: settings of the whole process that have to stand before their first use.
import { setFlagsFromString } from 'node:v8';

// The pool is made at its first use and keeps its size. Pictures of a burst wait for the disk side by side in it; four threads, the default, would make them queue.
process.env.UV_THREADPOOL_SIZE ??= '16';

// quirk(V8 13): WebAssembly, which strips our types in every thread, recompiles the wrapper of an import after so many calls, and freeing
// the former one while other threads do the same can end the whole process. Never recompiled, it is slower by nothing that can be measured.
if (process.versions.v8.startsWith('13.')) {
  setFlagsFromString('--wasm-wrapper-tiering-budget=2147483647');
}
