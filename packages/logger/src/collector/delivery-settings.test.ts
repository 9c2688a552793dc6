import { expect, it } from "vitest";
import type { CollectorSinkOptions } from "./collector-sink.ts";
import { collectorSink } from "./collector-sink.ts";
import { timing, withPath } from "./delivery-settings.ts";

it.each<Partial<CollectorSinkOptions>>([
  { spoolAudited: true },
  { spoolDir: "" },
  { spoolDir: "spool", maxSpoolBytes: 0 },
  { gzipMinBytes: 0 },
  { lingerMs: Number.NaN },
])("%j is refused", (options) => {
  const make = (): unknown => collectorSink({ url: "http://127.0.0.1:1", ...options });
  expect(make).toThrow(expect.objectContaining({ code: "DAYBOOK_LOGGER_CONFIG" }));
});

it("does not compress what stays on this machine, unless told so", () => {
  const threshold = (given: number | false | undefined, url: string): number =>
    timing(given === undefined ? {} : { gzipMinBytes: given }, new URL(url)).gzipMinBytes;
  for (const url of ["http://localhost:1", "http://127.0.0.1", "http://[::1]:80"]) {
    expect(threshold(undefined, url)).toBe(Number.POSITIVE_INFINITY);
    expect(threshold(1, url)).toBe(1);
  }
  expect(threshold(undefined, "https://logs.example.com")).toBe(4096);
  expect(threshold(false, "https://logs.example.com")).toBe(Number.POSITIVE_INFINITY);
});

it("waits as it is told, or as it is usual, and refuses what is no time", () => {
  const url = new URL("http://127.0.0.1:8002");
  expect(timing({ lingerMs: 7, exitTimeoutMs: 0 }, url)).toMatchObject({ lingerMs: 7, exitTimeoutMs: 0 });
  expect(timing({}, url)).toMatchObject({ lingerMs: 100, exitTimeoutMs: 2_000, requestTimeoutMs: 15_000 });
  expect(() => timing({ lingerMs: 0 }, url)).toThrow(/lingerMs is 0; it must be a number of 1 or more/);
});

it.each([
  ["http://a:1", "http://a:1/logs"],
  ["http://a:1/", "http://a:1/logs"],
  ["http://a:1/daybook/", "http://a:1/daybook/logs"],
  ["http://a:1/logs", "http://a:1/logs"],
])("%s means %s", (base, address) => {
  expect(withPath(new URL(base), "/logs").href).toBe(address);
});
