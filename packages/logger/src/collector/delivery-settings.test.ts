import { expect, it } from "vitest";
import type { CollectorSinkOptions } from "./collector-sink.ts";
import { collectorSink } from "./collector-sink.ts";
import { gzipThreshold } from "./delivery-settings.ts";

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
  const threshold = (given: number | false | undefined, url: string): number => gzipThreshold(given, new URL(url));
  for (const url of ["http://localhost:1", "http://127.0.0.1", "http://[::1]:80"]) {
    expect(threshold(undefined, url)).toBe(Number.POSITIVE_INFINITY);
    expect(threshold(1, url)).toBe(1);
  }
  expect(threshold(undefined, "https://logs.example.com")).toBe(4096);
  expect(threshold(false, "https://logs.example.com")).toBe(Number.POSITIVE_INFINITY);
});
