import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import type { HotFunction } from "./cpu-profile.ts";
import { hotFunctions, profile } from "./cpu-profile.ts";

/** Busy until the profiler must have seen it. */
function spinForAWhile(): number {
  let sum = 0;
  for (const until = performance.now() + 200; performance.now() < until;) sum += Math.sqrt(sum + 1);
  return sum;
}

describe("profile", () => {
  it("names the function that took the time, and gives the result back", async () => {
    const { log, sink } = testLogger();
    expect(await profile(log, "indicators", spinForAWhile)).toBeGreaterThan(0);
    const { operation, hot } = sink.last()["data"] as { operation: string; hot: HotFunction[] };
    expect(operation).toBe("indicators");
    const own = hot.find((one) => one.function === "spinForAWhile");
    expect(own?.file).toContain("cpu-profile.test.ts");
    expect(own?.share).toBeGreaterThan(0);
  });

  it("writes a file for the developer tools, and lets a failure through", async () => {
    const dir = mkdtempSync(join(tmpdir(), "daybook-profile-"));
    try {
      const { log, sink } = testLogger();
      const failing = profile(log, "a/b c", async () => Promise.reject(new Error("no candles")), { dir });
      await expect(failing).rejects.toThrow("no candles");
      const [name] = readdirSync(dir);
      expect(name).toMatch(/^a_b_c-\d{4}-.*\.cpuprofile$/);
      expect(JSON.parse(readFileSync(join(dir, name as string), "utf8"))).toHaveProperty("nodes");
      expect(sink.last()["data"]).toMatchObject({ profile_file: join(dir, name as string) });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

it("sums the time between samples by function", () => {
  const frame = (functionName: string, lineNumber: number) => ({
    functionName,
    lineNumber,
    columnNumber: 0,
    scriptId: "1",
    url: "file:///bot.js",
  });
  const nodes = [
    { id: 1, callFrame: frame("a", 0) },
    { id: 2, callFrame: frame("b", 9) },
    { id: 3, callFrame: frame("a", 0) },
  ];
  const samples = {
    nodes,
    startTime: 0,
    endTime: 10_000,
    samples: [1, 2, 3, 2],
    timeDeltas: [1_000, 5_000, 2_000, 2_000],
  };
  expect(hotFunctions(samples, 2)).toEqual([
    { function: "b", file: "file:///bot.js", line: 10, self_ms: 7, share: 0.7 },
    { function: "a", file: "file:///bot.js", line: 1, self_ms: 3, share: 0.3 },
  ]);
});
