import { afterEach, describe, expect, it } from "vitest";
import { memorySink } from "../test-support/memory-sink.ts";
import { closeLogging, getLogger, initLogging } from "./default-logger.ts";

afterEach(async () => closeLogging());

const options = () => ({ service: "bot", sinks: [memorySink()], env: {}, flushAtExit: false });

describe("the default logger", () => {
  it("is given to modules by name", () => {
    const { sinks, ...rest } = options();
    const log = initLogging({ ...rest, sinks });
    expect(getLogger()).toBe(log);
    getLogger("trading.signals").info("LONG signal");
    expect(sinks[0]?.last()).toMatchObject({ service: "bot", logger: "trading.signals", message: "LONG signal" });
  });

  it("says what to do when it was not set up", () => {
    expect(() => getLogger("x")).toThrow(/there is no default logger yet; call initLogging\(\{ service/);
  });

  it("refuses to be set up twice, and may be after it was closed", async () => {
    initLogging(options());
    expect(() => initLogging(options())).toThrow(/initLogging\(\) was called before/);
    await closeLogging();
    expect(() => getLogger()).toThrow(/no default logger/);
    initLogging(options());
  });

  it("stays absent when its options are wrong", () => {
    expect(() => initLogging({ ...options(), level: "LOUD" as never })).toThrow(/level is "LOUD"; it must be one of/);
    expect(() => getLogger()).toThrow(/no default logger/);
  });
});
