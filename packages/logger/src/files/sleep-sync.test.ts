import { expect, it } from "vitest";
import { sleepSync } from "./sleep-sync.ts";

it("waits at least so long, and nothing else runs meanwhile", () => {
  let ran = false;
  setImmediate(() => (ran = true));
  const before = performance.now();
  sleepSync(20);
  expect(performance.now() - before).toBeGreaterThan(19);
  expect(ran).toBe(false);
});
