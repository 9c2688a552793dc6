/**
 * `npm test`: installs what is missing, then tests the sources, the types, the build, what was built, the promises end
 * to end, and the page in a browser. Ends with one line, `N passed, N failed` (`, N skipped`).
 * `npm test -- unit types` runs only the named parts.
 */
import { thisMachine, whyUnsupported } from "./run/platform.mjs";
import { installIfNeeded } from "./run/install.mjs";
import { closingLine, sum } from "./run/count.mjs";
import { seconds } from "./run/step.mjs";
import { TEST_PARTS } from "./run/test-parts.mjs";

const unsupported = whyUnsupported(thisMachine());
if (unsupported) fail(unsupported);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(TEST_PARTS, name));
if (unknown.length > 0) fail(`There is no part ${unknown.join(", ")}. Parts: ${Object.keys(TEST_PARTS).join(", ")}`);
if (!(await installIfNeeded())) fail("npm ci failed");

const results = [];
for (const name of asked.length > 0 ? asked : Object.keys(TEST_PARTS)) {
  process.stdout.write(`\n── ${name} ──\n`);
  const startedAt = performance.now();
  const result = await TEST_PARTS[name]();
  results.push({ name, ...result, durationMs: performance.now() - startedAt });
}

const total = sum(results.map((result) => result.count));
process.stdout.write("\n");
for (const { name, count, problem, skippedNames = [], durationMs } of results) {
  process.stdout.write(
    `${name.padEnd(8)} ${seconds(durationMs).padStart(8)}   ${closingLine(count).replaceAll(",", " ·")}\n`,
  );
  if (problem !== undefined) process.stdout.write(`         ${problem}\n`);
  for (const skipped of skippedNames) process.stdout.write(`         skipped: ${skipped}\n`);
}
process.stdout.write(`\n${closingLine(total)}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function fail(why) {
  process.stdout.write(`${why}\n0 passed, 1 failed\n`);
  process.exit(1);
}
