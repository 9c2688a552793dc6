import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../run/step.mjs";

/**
 * A page of the reference that is made from the sources. Each `*.page.mjs` of this folder exports one as `page`.
 * @typedef {{ path: string, render(root?: string): string | Promise<string> }} Page
 *   `path` from the root; `render` may load what `npm run build` made.
 */

/** @returns {Promise<Page[]>} */
export async function listPages() {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith(".page.mjs"));
  return Promise.all(names.sort().map(async (name) => (await import(new URL(name, import.meta.url).href)).page));
}

/** Text that stands in the repository, "" when there is none. */
export function standing(page, root = ROOT) {
  try {
    return readFileSync(join(root, page.path), "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}
