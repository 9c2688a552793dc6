const MEGABYTE = 1024 * 1024;

/**
 * Settings of the embedded server. Its defaults are for a machine of its own (5 GB of mark cache, 10,000 threads);
 * these hold a whole installation under its memory budget. Measured: docs/design/store.md.
 */
export function connectionArgs(options: { maxMemoryMb: number; backupDir: string }): string[] {
  const settings: Record<string, string | number> = {
    max_server_memory_usage: options.maxMemoryMb * MEGABYTE,
    mark_cache_size: 64 * MEGABYTE,
    index_mark_cache_size: 32 * MEGABYTE,
    primary_index_cache_size: 32 * MEGABYTE,
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
    query_condition_cache_size: 16 * MEGABYTE,
    text_index_tokens_cache_size: 16 * MEGABYTE,
    text_index_header_cache_size: 32 * MEGABYTE,
    text_index_postings_cache_size: 16 * MEGABYTE,
    vector_similarity_index_cache_size: MEGABYTE,
    compiled_expression_cache_size: 8 * MEGABYTE,
    mmap_cache_size: 128,
    // Idle threads keep their stacks and allocator arenas.
    max_thread_pool_free_size: 8,
    background_pool_size: 2,
    // As many merges as threads: more share the processors, each with its memory, and put off the removal of merged parts until it comes
    // as a burst that holds up inserts for seconds.
    background_merges_mutations_concurrency_ratio: 1,
    background_schedule_pool_size: 4,
    // Merges can wait, inserts and searches cannot. Without the right to change priorities it does nothing.
    os_threads_nice_value_merge_mutate: 10,
    // A crash must not lose the deletion of a table that was swapped out, nor keep it for eight minutes.
    database_atomic_delay_before_drop_table_sec: 5,
    "backups.allowed_path": options.backupDir,
  };
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
}
