import { expect, test } from "vitest";
import { silentHost } from "./silent-host.ts";

test("a library's surroundings write nothing and listen to no signal", async () => {
  const before = process.listenerCount("SIGINT");
  const host = silentHost();
  host.out.write("nothing");
  await host.err.drained();
  host.onSignal(() => {})();
  for await (const chunk of host.input) expect(chunk).toBeUndefined();
  expect([host.out.isTerminal, host.interrupted.aborted, host.out.waitingBytes]).toEqual([false, false, 0]);
  expect(host.out.paint.red("plain")).toBe("plain");
  expect(process.listenerCount("SIGINT")).toBe(before);
  expect(Math.abs(host.nowMs() - Date.now())).toBeLessThan(5_000);
  await host.sleep(0, host.interrupted);
});
