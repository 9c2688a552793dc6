/**
 * `npm run check`: everything that can be said about the sources without running them. `npm run check -- tidy lint` runs
 * only the named steps. Ends with a table and one line, `N passed, N failed`.
 */
import { stripVTControlCharacters } from "node:util";
import { thisMachine, whyUnsupported } from "./run/platform.mjs";
import { installIfNeeded } from "./run/install.mjs";
import { closingLine } from "./run/count.mjs";
import { runStep, seconds } from "./run/step.mjs";

const STEP_TIMEOUT_MS = 5 * 60_000;

/** Name → command of Node's, in the order from quick to slow. */
const STEPS = {
  format: ["node_modules/oxfmt/bin/oxfmt", "--check", "."],
  tidy: ["tools/tidy.mjs"],
  ratchet: ["tools/ratchet.mjs"],
  // Before lint: it sees the other packages by their built types.
  types: ["node_modules/typescript/bin/tsc", "-b", "--pretty", "false"],
  lint: ["node_modules/oxlint/bin/oxlint", "--type-aware"],
  "test-types": ["node_modules/typescript/bin/tsc", "-p", "tsconfig.tests.json", "--pretty", "false"],
  "page-types": ["node_modules/vue-tsc/bin/vue-tsc.js", "--noEmit", "-p", "apps/dashboard"],
  docs: ["tools/docs/generate.mjs", "--check"],
  knip: ["node_modules/knip/bin/knip.js", "--no-progress"],
  publint: ["tools/publint.mjs"],
};

const unsupported = whyUnsupported(thisMachine());
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(STEPS, name));
if (unsupported) fail(unsupported);
if (unknown.length > 0) fail(`There is no step ${unknown.join(", ")}. Steps: ${Object.keys(STEPS).join(", ")}`);
if (!(await installIfNeeded())) fail("npm ci failed");

const results = [];
for (const name of asked.length > 0 ? asked : Object.keys(STEPS)) {
  const result = await runStep(process.execPath, STEPS[name], { timeoutMs: STEP_TIMEOUT_MS });
  const verdict = result.timedOut ? "stuck" : result.code === 0 ? "ok" : "failed";
  // Some of these tools colour what they write also when nobody sees it.
  const text = process.stdout.isTTY ? result.output : stripVTControlCharacters(result.output);
  if (verdict !== "ok") process.stdout.write(`\n── ${name} ──\n${text.trimEnd()}\n`);
  results.push({ name, verdict, durationMs: result.durationMs });
}

process.stdout.write("\n");
for (const { name, verdict, durationMs } of results) {
  process.stdout.write(`${name.padEnd(11)} ${verdict.padEnd(7)} ${seconds(durationMs).padStart(8)}\n`);
}
const failed = results.filter((result) => result.verdict !== "ok").length;
process.stdout.write(`\n${closingLine({ passed: results.length - failed, failed, skipped: 0 })}\n`);
process.exitCode = failed > 0 ? 1 : 0;

function fail(why) {
  process.stdout.write(`${why}\n0 passed, 1 failed\n`);
  process.exit(1);
}
