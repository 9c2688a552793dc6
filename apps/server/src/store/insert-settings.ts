/**
 * Settings of every INSERT. The rows are canonical lines: `data` is kept as the text that stands in the line, money with the
 * digits that stand there, and nothing that a record may hold can make a line unreadable.
 */
const READING: Readonly<Record<string, string | number>> = {
  input_format_json_read_objects_as_strings: 1,
  input_format_json_read_numbers_as_strings: 1,
  input_format_json_throw_on_bad_escape_sequence: 0,
  input_format_skip_unknown_fields: 1,
  date_time_input_format: "best_effort",
};

/** One batch is one block, whatever its size, so that a repetition is known again as a whole. */
const ONE_BLOCK: Readonly<Record<string, string | number>> = {
  async_insert: 0,
  insert_deduplicate: 1,
  max_insert_threads: 1,
  input_format_parallel_parsing: 0,
  max_insert_block_size: 1_048_576,
  min_insert_block_size_rows: 1_048_576,
  min_insert_block_size_bytes: 0,
};

export function insertSettings(options: { token: string; indexed: boolean }): Record<string, string | number> {
  return {
    ...READING,
    ...ONE_BLOCK,
    insert_deduplication_token: options.token,
    materialize_skip_indexes_on_insert: options.indexed ? 1 : 0,
  };
}
