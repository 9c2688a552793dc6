import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { PLAIN_CONSOLE, PLAIN_FILE, formatPlainText } from "./plain-text.ts";

/** 2025-12-18 10:30:45.250 by the clock on the wall. */
const START_US = new Date(2025, 11, 18, 10, 30, 45, 250).getTime() * 1000;

function logged(act: (log: ReturnType<typeof testLogger>["log"]) => void, callSites = false): string {
  const { log, sink } = testLogger({ clock: () => START_US, callSites });
  act(log);
  return sink.lines[0] as string;
}

it("writes a console line with the name in a column", () => {
  const line = logged((log) => log.child({ logger: "trading.signals" }).info("LONG signal generated for BTCUSDT"));
  expect(formatPlainText(line, PLAIN_CONSOLE)).toBe(
    "2025-12-18 10:30:45 | INFO     | trading.signals      | LONG signal generated for BTCUSDT\n",
  );
});

it("writes a file line with the place of the call", () => {
  const line = logged(
    (log) => log.child({ logger: "trading.indicators" }).debug("Calculating SMA for period=20"),
    true,
  );
  expect(formatPlainText(line, PLAIN_FILE)).toMatch(
    /^2025-12-18 10:30:45 \| DEBUG {4}\| trading\.indicators:\d+ \| Calculating SMA for period=20\n$/,
  );
});

it("has the service's name where there is no logger's, and long levels whole", () => {
  const line = logged((log) => log.log("TRADE_EXECUTED", "done"));
  expect(formatPlainText(line, PLAIN_FILE)).toBe("2025-12-18 10:30:45 | TRADE_EXECUTED | trading-engine | done\n");
});

it("puts the stack below, and lets no event forge a line", () => {
  const error = new TypeError("no price\n2025-12-18 10:30:45 | INFO     | forged | all well");
  const text = formatPlainText(
    logged((log) => log.error("failed\nforged", error)),
    PLAIN_FILE,
  );
  const [first, ...stack] = text.trimEnd().split("\n");
  expect(first).toBe("2025-12-18 10:30:45 | ERROR    | trading-engine | failed\\x0aforged");
  expect(stack.length).toBeGreaterThan(1);
  expect(stack.every((line) => line.startsWith("  "))).toBe(true);
});
