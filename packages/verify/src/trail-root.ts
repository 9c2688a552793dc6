/** Files that a directory of a trail has; the second tells one whose head is gone. */
const MARKS = ["checkpoint", "keys/0"];

/**
 * Where a trail is in a directory: `""` for the directory itself, `"audit/"` in Daybook's data, undefined when there is none.
 *
 * @param has whether the directory has this file.
 */
export async function trailRootOf(
  has: (path: string) => boolean | Promise<boolean>,
): Promise<"" | "audit/" | undefined> {
  for (const mark of MARKS) {
    if (await has(mark)) return "";
    if (await has(`audit/${mark}`)) return "audit/";
  }
  return undefined;
}
