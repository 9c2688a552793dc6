import { expect, test } from "vitest";
import { createTestHost } from "../test-support/test-host.ts";
import type { TestHost } from "../test-support/test-host.ts";
import { startCheckProgress } from "./check-progress.ts";

/** A host whose standard error the bar takes for a terminal. */
function hostWith(isTerminal: boolean): TestHost {
  const host = createTestHost({ isTerminal });
  Object.assign(host.err.stream, { isTTY: isTerminal });
  return host;
}

test("a bar on a terminal, nothing elsewhere", () => {
  for (const isTerminal of [true, false]) {
    const host = hostWith(isTerminal);
    const progress = startCheckProgress(host);
    progress.entries(256, 1_000);
    progress.entries(1_000, 1_000);
    progress.stop();
    expect(host.texts.err.includes("256 of 1,000 entries")).toBe(isTerminal);
    expect(host.texts.out).toBe("");
  }
});

test("a check that ends before its first entry", () => {
  const host = hostWith(true);
  startCheckProgress(host).stop();
  expect(host.texts.err).not.toContain("Checking");
});
