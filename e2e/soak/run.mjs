// Runs that are too long for every day.
// `npm run soak -- [kills=100] [seed]`: the crash runs; each takes about three seconds a kill.
// `npm run soak -- writers [lines=250000]`: 4 processes of 2 threads log so many lines each into one directory.
// `npm run soak -- trail [crashes=1000] [places=200]`: the trail's crash and damage suites in full.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const [first = "100", second] = process.argv.slice(2);
const [third] = process.argv.slice(4);
const { title, config = ["--config", "vitest.process.config.ts"], tests, env } = plan();
process.stdout.write(`soak: ${title}\n`);
const child = spawn(
  process.execPath,
  [fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url)), "run", ...config, ...tests],
  { cwd: fileURLToPath(new URL("../..", import.meta.url)), stdio: "inherit", env: { ...process.env, ...env } },
);
child.on("exit", (code) => process.exit(code ?? 1));

function plan() {
  if (first === "writers") return writers(second);
  if (first === "trail") return trail(second, third);
  return crashes(first, second);
}

function trail(crashRuns = "1000", places = "200") {
  return {
    title: `${crashRuns} crashes of the trail's writer, each kind of damage at ${places} places`,
    config: [],
    tests: ["packages/audit/src/crash.prop", "packages/audit/src/damage.prop"],
    env: { DAYBOOK_CRASH_RUNS: crashRuns, DAYBOOK_DAMAGE_PLACES: places },
  };
}

function crashes(kills, seed = String(Date.now() % 1_000_000)) {
  return {
    title: `${kills} kills, seed ${seed}, engine down for 60 s`,
    tests: ["--project", "e2e", "e2e/kill", "e2e/disk-full", "e2e/engine-down"],
    env: {
      DAYBOOK_CRASH_KILLS: kills,
      DAYBOOK_CRASH_SEED: seed,
      DAYBOOK_ENGINE_DOWN_SECONDS: "60",
      DAYBOOK_CRASH_VERBOSE: "1",
    },
  };
}

function writers(lines = "250000") {
  return {
    title: `4 processes of 2 threads, ${lines} lines each`,
    tests: ["--project", "dist", "packages/logger/src/files/many-writers"],
    env: { DAYBOOK_WRITERS_LINES: lines },
  };
}
