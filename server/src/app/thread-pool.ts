// Imported before everything else: the pool is made at its first use and keeps its size. Pictures of a burst wait for the disk side by side in it,
// and the compression of an export takes no more than its share; four threads, the default, would make them queue.
process.env.UV_THREADPOOL_SIZE ??= '16';
