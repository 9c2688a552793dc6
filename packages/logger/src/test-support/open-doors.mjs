// Opens the doors that are given, as ESM and as CommonJS, and says how many opened.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
let opened = 0;
for (const door of process.argv.slice(2)) {
  const here = await import(door);
  if (Object.keys(here).length > 0 && require.resolve(door) !== "") opened++;
}
process.stdout.write(`${opened} opened\n`);
