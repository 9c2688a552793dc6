/**
 * The acceptance tests: Daybook against real events, whose folder is `SHARED_DATA` or `../shared/data`. They are no part
 * of `npm test`, because the data is no part of the project. Ends with one line, `N passed, N failed`.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildIfNeeded } from "./run/build.mjs";
import { closingLine } from "./run/count.mjs";
import { ROOT } from "./run/step.mjs";
import { runVitest } from "./run/vitest.mjs";

const TIMEOUT_MS = 10 * 60_000;

const data = process.env.SHARED_DATA ?? join(ROOT, "../shared/data");
if (!existsSync(data))
  end(
    { passed: 0, failed: 1, skipped: 0 },
    `There is no ${data}: put the data there or name its folder in SHARED_DATA.`,
  );
if (!(await buildIfNeeded())) end({ passed: 0, failed: 1, skipped: 0 }, "The build failed.");

const args = ["--config", "vitest.process.config.ts", "--project", "acceptance"];
const { count, problem, skippedNames } = await runVitest(args, { timeoutMs: TIMEOUT_MS, env: { SHARED_DATA: data } });
for (const name of skippedNames) process.stdout.write(`skipped: ${name}\n`);
end(count, problem);

function end(total, why) {
  if (why !== undefined) process.stdout.write(`${why}\n`);
  process.stdout.write(`\n${closingLine(total)}\n`);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}
