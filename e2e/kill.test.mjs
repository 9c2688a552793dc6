import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { temporaryDir } from "./harness.mjs";
import { runKills } from "./crash/scenario.mjs";

const KILLS = Number(process.env.DAYBOOK_CRASH_KILLS ?? 10);
const SEED = Number(process.env.DAYBOOK_CRASH_SEED ?? 20261121);
const dir = temporaryDir("kill");
afterAll(() => dir.remove());

it(
  `loses and doubles nothing over ${KILLS} kills`,
  async () => {
    const say = process.env.DAYBOOK_CRASH_VERBOSE ? (line) => process.stderr.write(`${line}\n`) : undefined;
    const verdict = await runKills({
      dataDir: join(dir.path, "data"),
      ackFile: join(dir.path, "acks"),
      kills: KILLS,
      seed: SEED,
      say,
    });
    if (say) say(JSON.stringify(verdict));
    expect(verdict.events).toBeGreaterThan(0);
  },
  60_000 + KILLS * 20_000,
);
