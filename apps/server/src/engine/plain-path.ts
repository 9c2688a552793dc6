/** In `file()` the engine takes these for patterns, and a pattern that fits no file for no rows. */
const PATTERN = /[*?{}[\]]/;

/** Whether the engine reads this path as it stands. */
export function isPlainPath(path: string): boolean {
  return !PATTERN.test(path);
}
