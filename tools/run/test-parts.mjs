import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildIfNeeded } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { noTests, parseClosingLine, sum } from "./count.mjs";
import { ROOT, runStep } from "./step.mjs";
import { runVitest } from "./vitest.mjs";

const MINUTE_MS = 60_000;
const PROCESS_TESTS = ["--config", "vitest.process.config.ts"];

/**
 * The parts of `npm test`, in order. Each answers `{ count, problem?, skippedNames? }`, never rejects, and is ended when
 * it is stuck: three times as long as it takes on two slow cores.
 */
export const TEST_PARTS = {
  unit: () => runVitest([], { timeoutMs: 8 * MINUTE_MS }),
  types: () => one("types of the tests", runTypes),
  build: () => one("build", () => buildIfNeeded()),
  dist: () => runVitest([...PROCESS_TESTS, "--project", "dist"], { timeoutMs: 6 * MINUTE_MS }),
  e2e: () => runVitest([...PROCESS_TESTS, "--project", "e2e"], { timeoutMs: 8 * MINUTE_MS }),
  browser: runBrowser,
};

/** One check that passes or fails as a whole. */
async function one(name, check) {
  const passed = await check();
  return passed
    ? { count: { ...noTests(), passed: 1 } }
    : { count: { ...noTests(), failed: 1 }, problem: `${name}: failed, see above` };
}

async function runTypes() {
  const args = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.tests.json", "--pretty", "false"];
  const result = await runStep(process.execPath, args, { timeoutMs: 5 * MINUTE_MS, show: true });
  return result.code === 0;
}

async function runBrowser() {
  const chromium = await ensureChromium();
  if ("why" in chromium) {
    return { count: { ...noTests(), skipped: 1 }, skippedNames: [`the page in a browser: ${chromium.why}`] };
  }
  const env = { DAYBOOK_CHROMIUM: chromium.path };
  const results = [];
  if (hasBrowserTests()) {
    results.push(await runVitest([...PROCESS_TESTS, "--project", "browser"], { timeoutMs: 5 * MINUTE_MS, env }));
  }
  if (hasDashboardScript()) results.push(await runScript(env));
  if (results.length === 0) return { count: { ...noTests(), failed: 1 }, problem: "no browser tests found" };
  return {
    count: sum(results.map((result) => result.count)),
    problem: results.map((result) => result.problem).find((problem) => problem !== undefined),
    skippedNames: results.flatMap((result) => result.skippedNames ?? []),
  };
}

function hasBrowserTests() {
  const has = (folder, name) =>
    existsSync(join(ROOT, folder)) && readdirSync(join(ROOT, folder)).some((file) => name.test(file));
  return has("e2e/browser", /\.test\.(ts|mjs)$/) || has("apps/dashboard/test", /\.browser\.test\.(ts|mjs)$/);
}

function hasDashboardScript() {
  const file = join(ROOT, "apps/dashboard/package.json");
  return existsSync(file) && "test:browser" in (JSON.parse(readFileSync(file, "utf8")).scripts ?? {});
}

/** The dashboard's own script; it ends with a closing line as ours does. */
async function runScript(env) {
  const args = ["run", "--silent", "test:browser", "--workspace", "@daybook/dashboard"];
  const result = await runStep("npm", args, { timeoutMs: 5 * MINUTE_MS, env, show: true });
  const count = parseClosingLine(result.output) ?? noTests();
  const silent = count.passed + count.failed + count.skipped === 0;
  if (result.timedOut || silent || (result.code !== 0 && count.failed === 0)) {
    count.failed += 1;
    return {
      count,
      problem: result.timedOut
        ? "the dashboard's script was stuck"
        : `the dashboard's script ended with code ${result.code}`,
    };
  }
  return { count };
}
