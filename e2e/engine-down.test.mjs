import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { eventually, temporaryDir } from "./harness.mjs";
import { caughtUp, judge, readAcks } from "./crash/judge.mjs";
import { startCrashInstallation, startProducer } from "./crash/scenario.mjs";

const DOWN_MS = Number(process.env.DAYBOOK_ENGINE_DOWN_SECONDS ?? 10) * 1_000;
const dir = temporaryDir("engine-down");
afterAll(() => dir.remove());

it(
  `takes events while the engine is down for ${DOWN_MS / 1_000} s and catches up`,
  async () => {
    const dataDir = join(dir.path, "data");
    const ackFile = join(dir.path, "acks");
    const installation = await startCrashInstallation(dataDir);
    const producer = startProducer(dataDir, "steady", ackFile);
    const acked = () => readAcks(ackFile).acks.get("steady") ?? 0;
    const enginePid = async () => (await installation.call("/admin/status")).engine.pid;
    try {
      await eventually("the first acknowledgements", () => acked() > 1_000);
      // Whatever engine the supervisor starts is killed before it can serve.
      const before = acked();
      const until = performance.now() + DOWN_MS;
      while (performance.now() < until) {
        const pid = await enginePid();
        if (pid !== null) process.kill(pid, "SIGKILL");
        await delay(100);
      }
      expect(acked()).toBeGreaterThan(before);
      const ready = await fetch(`${installation.url}/readyz`);
      expect(ready.status).toBe(503);
      expect((await ready.json()).reason).toMatch(/engine/);
      await expect(installation.call("/logs/search?limit=1", { timeoutMs: 60_000 })).rejects.toThrow(/DAYBOOK_STORE_/);
      producer.child.kill("SIGTERM");
      await producer.exited;
      await caughtUp(installation);
      await judge(installation, ackFile);
    } finally {
      producer.child.kill("SIGKILL");
      await installation.stop();
    }
  },
  180_000 + DOWN_MS,
);
