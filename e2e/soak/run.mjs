// The long form of the crash runs: `npm run soak -- [kills=100] [seed]`. Each run takes about three seconds a kill.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const [kills = "100", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
process.stdout.write(`soak: ${kills} kills, seed ${seed}, engine down for 60 s\n`);
const child = spawn(
  process.execPath,
  [
    fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url)),
    "run",
    "--config",
    "vitest.process.config.ts",
    "--project",
    "e2e",
    "e2e/kill",
    "e2e/disk-full",
    "e2e/engine-down",
  ],
  {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: "inherit",
    env: {
      ...process.env,
      DAYBOOK_CRASH_KILLS: kills,
      DAYBOOK_CRASH_SEED: seed,
      DAYBOOK_ENGINE_DOWN_SECONDS: "60",
      DAYBOOK_CRASH_VERBOSE: "1",
    },
  },
);
child.on("exit", (code) => process.exit(code ?? 1));
