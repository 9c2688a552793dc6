import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { ForeignEvents } from "./foreign-events.ts";

const EVENT = { level: "INFO", logger: undefined, eventType: undefined, message: "m", fields: {} } as const;

it("logs plain messages, types of ours and own types, each under its logger's name", () => {
  const { log, sink } = testLogger();
  const events = new ForeignEvents(log);
  events.log(EVENT);
  events.log({ ...EVENT, logger: "a.b", level: "RISK_ALERT" });
  events.log({ ...EVENT, logger: "a.b", eventType: "order_filled", message: undefined, fields: { symbol: "BTC" } });
  events.log({ ...EVENT, eventType: "rebalanced" });
  events.log({ ...EVENT, message: undefined });
  expect(
    sink.records().map(({ logger, level, event_type: type, message }) => [logger ?? "", level, type, message]),
  ).toEqual([
    ["", "INFO", "log", "m"],
    ["a.b", "RISK_ALERT", "log", "m"],
    ["a.b", "INFO", "order_filled", "Order filled: BTC"],
    ["", "INFO", "rebalanced", "m"],
    ["", "INFO", "log", ""],
  ]);
});

it("goes on when there are more names than it remembers", () => {
  const { log, sink } = testLogger();
  const events = new ForeignEvents(log);
  for (let i = 0; i < 2_100; i++) events.log({ ...EVENT, logger: `l${i}` });
  expect(sink.last()).toMatchObject({ logger: "l2099" });
});
