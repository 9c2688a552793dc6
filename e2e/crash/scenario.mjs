import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { eventually, startInstallation } from "../harness.mjs";
import { caughtUp, judge, readAcks } from "./judge.mjs";

const PRODUCER = fileURLToPath(new URL("producer.mjs", import.meta.url));
const KEY = "crash-run-admin-key-0001";

/** xorshift32: the same seed kills at the same moments. */
export function seeded(seed) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

export function startProducer(dataDir, name, ackFile) {
  const child = spawn(process.execPath, [PRODUCER, join(dataDir, "state", "address.json"), KEY, name, ackFile], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const exited = new Promise((done) => child.once("exit", done));
  return { child, exited };
}

export function startCrashInstallation(dataDir, env = {}) {
  return startInstallation({ dataDir, env: { DAYBOOK_ADMIN_KEY: KEY, ...env } });
}

/**
 * kill -9 of collector, engine and producer in turn at random moments under full ingest.
 * Judges at the end and, with `judgeEach`, after every kill of the collector.
 */
export async function runKills({ dataDir, ackFile, kills, seed, say = () => {} }) {
  const random = seeded(seed);
  let installation = await startCrashInstallation(dataDir);
  let serial = 0;
  const producers = [];
  const addProducer = () => producers.push(startProducer(dataDir, `p${seed}-${++serial}`, ackFile));
  addProducer();
  addProducer();
  try {
    for (let round = 0; round < kills; round++) {
      const moved = readAcks(ackFile).acks;
      await delay(100 + random() * 900);
      const victim = ["collector", "engine", "producer"][round % 3];
      say(
        `${round + 1}/${kills}: kill -9 ${victim}, ${[...moved.values()].reduce((sum, n) => sum + n, 0)} acknowledged`,
      );
      if (victim === "collector") {
        await installation.kill();
        installation = await startCrashInstallation(dataDir);
      } else if (victim === "engine") {
        const { engine } = await installation.call("/admin/status");
        if (engine.pid) process.kill(engine.pid, "SIGKILL");
      } else {
        const { child, exited } = producers.shift();
        child.kill("SIGKILL");
        await exited;
        addProducer();
      }
    }
    // Ingest must be going on after the last kill.
    const before = readAcks(ackFile).acks;
    await eventually(
      "acknowledgements after the last kill",
      () => {
        const after = readAcks(ackFile).acks;
        return [...after].some(([producer, last]) => last > (before.get(producer) ?? 0));
      },
      60_000,
    );
    for (const { child } of producers) child.kill("SIGTERM");
    await Promise.all(producers.map(({ exited }) => exited));
    await caughtUp(installation);
    return await judge(installation, ackFile);
  } finally {
    for (const { child } of producers) child.kill("SIGKILL");
    await installation.stop();
  }
}
