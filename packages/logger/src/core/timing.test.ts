import { describe, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";

describe("time", () => {
  it("gives the result back and logs how long it took", () => {
    const { log, sink } = testLogger();
    expect(log.time("indicators", () => 42, { symbol: "BTCUSDT" })).toBe(42);
    expect(sink.last()).toMatchObject({
      level: "DEBUG",
      event_type: "operation_completed",
      symbol: "BTCUSDT",
      data: { operation: "indicators", duration_ms: expect.any(Number) as number },
    });
  });

  it("logs what threw, and lets it through", () => {
    const { log, sink } = testLogger();
    const fault = new RangeError("no candles");
    expect(() =>
      log.time("indicators", () => {
        throw fault;
      }),
    ).toThrow(fault);
    expect(sink.last()).toMatchObject({
      level: "ERROR",
      event_type: "operation_failed",
      exception_type: "RangeError",
      data: { operation: "indicators" },
    });
  });

  it("waits for a promise", async () => {
    const { log, sink } = testLogger();
    let finish = (_price: string): void => {};
    const result = log.time("fetch", async () => new Promise<string>((resolve) => (finish = resolve)));
    expect(sink.lines).toEqual([]);
    finish("64123.50");
    expect(await result).toBe("64123.50");
    expect(sink.last()).toMatchObject({ event_type: "operation_completed" });
  });

  it("logs a rejection and rejects", async () => {
    const { log, sink } = testLogger();
    await expect(log.time("fetch", async () => Promise.reject(new TypeError("refused")))).rejects.toThrow("refused");
    expect(sink.last()).toMatchObject({ event_type: "operation_failed", exception_message: "refused" });
  });

  it("keeps what was thrown when it is no error", () => {
    const { log, sink } = testLogger();
    expect(() =>
      log.time("odd", () => {
        // oxlint-disable-next-line typescript/only-throw-error -- programs do
        throw "just text";
      }),
    ).toThrow("just text");
    expect(sink.last()).toMatchObject({ data: { operation: "odd", error: "just text" } });
  });

  it("runs the operation also below the minimum level", () => {
    const { log, sink } = testLogger({ level: "INFO" });
    expect(log.time("quiet", () => "done")).toBe("done");
    expect(sink.lines).toEqual([]);
  });
});
