import { buildIfNeeded } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { ensureRsyslog } from "./rsyslog.mjs";
import { noTests } from "./count.mjs";
import { runStep } from "./step.mjs";
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
  system: runSystem,
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

/** Against programs of the system that Daybook speaks to. */
async function runSystem() {
  const rsyslog = await ensureRsyslog();
  if ("why" in rsyslog) {
    return { count: { ...noTests(), skipped: 1 }, skippedNames: [`the syslog sink against rsyslog: ${rsyslog.why}`] };
  }
  return runVitest([...PROCESS_TESTS, "--project", "system"], { timeoutMs: 6 * MINUTE_MS });
}

async function runBrowser() {
  const chromium = await ensureChromium();
  if ("why" in chromium) {
    return { count: { ...noTests(), skipped: 1 }, skippedNames: [`the page in a browser: ${chromium.why}`] };
  }
  const args = [...PROCESS_TESTS, "--project", "browser"];
  return runVitest(args, { timeoutMs: 6 * MINUTE_MS, env: { DAYBOOK_CHROMIUM: chromium.path } });
}
