import { readFile, rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Host } from "../host.ts";

/** A signed head that was kept earlier. */
export interface KnownHead {
  readonly name: string;
  readonly note: Uint8Array;
}

/**
 * Reads heads that were kept.
 *
 * @param saveTo where the head will be kept: there, nothing is kept yet at the first time.
 */
export async function readHeads(
  paths: readonly string[],
  saveTo: string | undefined,
  { cwd }: Pick<Host, "cwd">,
): Promise<KnownHead[]> {
  const heads: KnownHead[] = [];
  for (const path of paths) {
    try {
      heads.push({ name: path, note: await readFile(resolve(cwd, path)) });
    } catch (error) {
      const isFirstTime = (error as NodeJS.ErrnoException).code === "ENOENT" && path === saveTo;
      if (!isFirstTime) throw error;
    }
  }
  return heads;
}

/** Replaces the file as a whole. */
export async function saveHead(path: string, note: Uint8Array, { cwd }: Pick<Host, "cwd">): Promise<void> {
  const file = resolve(cwd, path);
  await writeFile(`${file}.new`, note);
  await rename(`${file}.new`, file);
}
