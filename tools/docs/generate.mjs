/** Writes the pages of the reference that are made from the sources. `--check` writes nothing and fails when one is old. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../run/step.mjs";
import { listPages, standing } from "./pages.mjs";

const check = process.argv.includes("--check");
let stale = 0;
for (const page of await listPages()) {
  const text = await page.render();
  const same = standing(page) === text;
  if (!same && !check) writeFileSync(join(ROOT, page.path), text);
  if (!same) stale += 1;
  process.stdout.write(`${page.path}: ${same ? "current" : check ? "old" : "written"}\n`);
}
if (check && stale > 0) process.stdout.write("Run `npm run docs` and commit what it writes.\n");
process.exitCode = check && stale > 0 ? 1 : 0;
