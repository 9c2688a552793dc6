import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { eventually, temporaryDir } from "./harness.mjs";
import { caughtUp, judge, readAcks } from "./crash/judge.mjs";
import { startCrashInstallation, startProducer } from "./crash/scenario.mjs";

const DOWN_MS = Number(process.env.DAYBOOK_ENGINE_DOWN_SECONDS ?? 10) * 1_000;
const dir = temporaryDir("engine-down");
afterAll(() => dir.remove());

it(`takes events while the engine is down for ${DOWN_MS / 1_000} s and catches up`, async () => {
  const dataDir = join(dir.path, "data");
  const ackFile = join(dir.path, "acks");
  const installation = await startCrashInstallation(dataDir);
  const producer = startProducer(dataDir, "steady", ackFile);
  const acked = () => readAcks(ackFile).acks.get("steady") ?? 0;
  const enginePid = async () => (await installation.call("/admin/status")).engine.pid;
  try {
    await eventually("the first acknowledgements", () => acked() > 1_000);
    // Stopped, not killed: it is there and answers nothing, the worst way to be away.
    const pid = await enginePid();
    process.kill(pid, "SIGSTOP");
    const before = acked();
    await delay(DOWN_MS);
    expect(acked()).toBeGreaterThan(before);
    expect((await fetch(`${installation.url}/readyz`)).status).toBe(503);
    const asked = await installation.call("/logs/search?limit=1", { timeoutMs: 60_000 }).catch((error) => error);
    expect(asked.message).toMatch(/DAYBOOK_STORE_/);
    if ((await enginePid()) === pid) process.kill(pid, "SIGCONT");
    producer.child.kill("SIGTERM");
    await producer.exited;
    await caughtUp(installation);
    await judge(installation, ackFile);
  } finally {
    producer.child.kill("SIGKILL");
    await installation.stop();
  }
}, 180_000 + DOWN_MS);
