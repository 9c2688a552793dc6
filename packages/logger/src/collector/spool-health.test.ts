import { expect, it } from "vitest";
import { SPOOL_RETRY_MS } from "../limits.ts";
import { SpoolHealth } from "./spool-health.ts";

function health(): { health: SpoolHealth; said: string[]; pass: (ms: number) => void } {
  let now = 0;
  const said: string[] = [];
  const made = new SpoolHealth({ sink: "test", maxSpoolBytes: 1_000, maxMemoryBytes: 100, nowMs: () => now });
  made.host = {
    service: "bot",
    environment: "test",
    dropped: () => {},
    fault: ({ code, message }) => said.push(`${code} ${message}`),
  };
  return { health: made, said, pass: (ms) => (now += ms) };
}

it("keeps the last part of the room for audited events and the end", () => {
  const { health: spool, said } = health();
  expect([800, 801].map((bytes) => spool.mayWrite("spill", bytes))).toEqual([true, false]);
  expect([1_000, 1_001].map((bytes) => spool.mayWrite("audited", bytes))).toEqual([true, false]);
  expect([1_000, 1_001].map((bytes) => spool.mayWrite("end", bytes))).toEqual([true, false]);
  expect(spool.mayWrite("spill", 900)).toBe(false);
  expect(said).toEqual(["DAYBOOK_LOGGER_SPOOL the spool: it is full (maxSpoolBytes 1000); events wait in memory"]);
  spool.mayWrite("spill", 0);
  spool.mayWrite("spill", 900);
  expect(said).toHaveLength(2);
});

it("leaves a disk that failed alone for a while, but for the end, and says it once", () => {
  const { health: spool, said, pass } = health();
  spool.failed(new Error("no space"));
  spool.failed(new Error("no space"));
  expect(said).toEqual([
    "DAYBOOK_LOGGER_SPOOL the spool: it cannot be written (no space); events wait in memory alone",
  ]);
  expect([spool.mayWrite("spill", 0), spool.mayWrite("audited", 0), spool.mayWrite("end", 0)]).toEqual([
    false,
    false,
    true,
  ]);
  pass(SPOOL_RETRY_MS);
  expect(spool.mayWrite("audited", 0)).toBe(true);
  spool.worked();
  spool.failed(new Error("again"));
  expect(said).toHaveLength(2);
});
