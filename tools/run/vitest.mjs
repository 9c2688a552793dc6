import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countVitest, noTests } from "./count.mjs";
import { runStep } from "./step.mjs";

/**
 * Runs vitest and counts by its JSON report.
 *
 * @param {readonly string[]} args further arguments: config, project, filter
 * @param {{ timeoutMs: number, env?: Record<string, string> }} options
 * @returns counts, the names of skipped tests, and `problem` when the run broke outside a test (counted as one failure)
 */
export async function runVitest(args, options) {
  const folder = mkdtempSync(join(tmpdir(), "daybook-tests-"));
  const file = join(folder, "report.json");
  const result = await runStep(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...args,
    ],
    { ...options, show: true },
  );
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  rmSync(folder, { recursive: true, force: true });
  const { skippedNames, ...count } = report ? countVitest(report) : { ...noTests(), skippedNames: [] };
  const problem = problemOf(result, report, count, options.timeoutMs);
  if (problem !== undefined) count.failed += 1;
  return { count, skippedNames, problem, durationMs: result.durationMs };
}

function problemOf(result, report, count, timeoutMs) {
  if (result.timedOut) return `stuck: ended after ${timeoutMs / 1000} s`;
  if (report === undefined) return `no report; vitest ended with code ${result.code}`;
  if (count.passed + count.failed + count.skipped === 0) return "no tests found";
  if (result.code !== 0 && count.failed === 0) return "an error outside of a test";
  return undefined;
}
