import { buildIfNeeded } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { ensureRsyslog } from "./rsyslog.mjs";
import { ensureTrailCheckers } from "./trail-checkers.mjs";
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

/** What is tested against programs of the system: by whom, and where the tests are. */
const SYSTEM = [
  { name: "the syslog sink against rsyslog", ensure: ensureRsyslog, folder: "e2e/system/" },
  { name: "the audit trail against Go's packages", ensure: ensureTrailCheckers, folder: "e2e/audit/" },
];

/** Against programs of the system that Daybook speaks to, or that read what it wrote. */
async function runSystem() {
  const folders = [];
  const missing = [];
  for (const { name, ensure, folder } of SYSTEM) {
    const found = await ensure();
    if ("why" in found) missing.push(`${name}: ${found.why}`);
    else folders.push(folder);
  }
  const none = { count: noTests(), skippedNames: [] };
  const args = [...PROCESS_TESTS, "--project", "system", ...folders];
  const ran = folders.length === 0 ? none : await runVitest(args, { timeoutMs: 6 * MINUTE_MS });
  const count = { ...ran.count, skipped: ran.count.skipped + missing.length };
  return { ...ran, count, skippedNames: [...missing, ...ran.skippedNames] };
}

async function runBrowser() {
  const chromium = await ensureChromium();
  if ("why" in chromium) {
    return { count: { ...noTests(), skipped: 1 }, skippedNames: [`the page in a browser: ${chromium.why}`] };
  }
  const args = [...PROCESS_TESTS, "--project", "browser"];
  return runVitest(args, { timeoutMs: 6 * MINUTE_MS, env: { DAYBOOK_CHROMIUM: chromium.path } });
}
