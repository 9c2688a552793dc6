import { describe, expect, it } from "vitest";
import { memorySink } from "../test-support/memory-sink.ts";
import { testLogger } from "../test-support/test-logger.ts";
import type { Sink, SinkFault } from "./sink.ts";

function durableLogger(syncDurable?: () => void) {
  const memory = memorySink();
  const calls: number[] = [];
  const faults: SinkFault[] = [];
  const sink: Sink = {
    ...memory,
    ...(syncDurable === undefined
      ? {}
      : {
          syncDurable: () => {
            calls.push(memory.lines.length);
            syncDurable();
          },
        }),
  };
  const { log } = testLogger({ sinks: [sink], onError: (fault) => faults.push(fault) });
  return { log, memory, calls, faults };
}

describe("durable: true", () => {
  it("brings the event to the disk before the call returns, and is no field of it", () => {
    const { log, memory, calls } = durableLogger(() => {});
    log.tradeEntry({ symbol: "BTCUSDT", side: "BUY", quantity: "0.1", price: "64123.50", durable: true });
    log.info("Paid out", { amount: "5", durable: true });
    expect(calls).toEqual([1, 2]);
    expect(memory.records().map((record) => record["data"])).toEqual([undefined, { amount: "5" }]);
    log.info("ordinary");
    expect(calls).toHaveLength(2);
  });

  it("says when the disk refuses, and never throws", () => {
    const { log, faults } = durableLogger(() => {
      throw new Error("EIO");
    });
    expect(log.info("Paid out", { durable: true })).not.toBe("");
    expect(log.sync()).toBe(false);
    expect(faults).toMatchObject([{ code: "DAYBOOK_LOGGER_SINK" }, { code: "DAYBOOK_LOGGER_SINK" }]);
  });

  it("says when no sink can promise it", () => {
    const { log, faults } = durableLogger();
    expect(log.sync()).toBe(false);
    expect(faults).toMatchObject([{ code: "DAYBOOK_LOGGER_NOT_DURABLE" }]);
  });

  it("keeps another value of that name as a field", () => {
    const { log, memory, calls } = durableLogger(() => {});
    log.info("Subscription", { durable: "queue-7" } as never);
    expect(memory.last()["data"]).toEqual({ durable: "queue-7" });
    expect(calls).toEqual([]);
  });
});
