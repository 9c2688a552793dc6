import { resolve } from "node:path";
import { expect, it } from "vitest";
import { parseFileOptions } from "./file-options.ts";

it("has defaults for everything but the directory", () => {
  const { dir, routes, maxTotalBytes } = parseFileOptions({ dir: "logs" });
  expect(dir).toBe(resolve("logs"));
  expect(maxTotalBytes).toBe(Infinity);
  expect(routes.map(({ stem }) => stem)).toEqual(["audit", "errors", "trades", "executions", "system", "performance"]);
  expect(routes[0]).toMatchObject({
    maxSizeBytes: 52_428_800,
    backupCount: 10,
    rotate: "size",
    maxAgeDays: Infinity,
    compress: true,
  });
});

it("takes what a file says of itself before what is said of all", () => {
  const files = [{ name: "trades", rotate: "local-day", backupCount: 30, maxAgeDays: 0, compress: false }] as const;
  const options = { dir: "logs", maxSizeBytes: "10MB", backupCount: 5, rotate: "utc-day", maxAgeDays: 7 } as const;
  expect(parseFileOptions({ ...options, files: [...files, { name: "trading", maxSizeBytes: 2_048 }] }).routes).toEqual([
    expect.objectContaining({
      stem: "trades",
      maxSizeBytes: 10_485_760,
      backupCount: 30,
      rotate: "local-day",
      maxAgeDays: 0,
      compress: false,
    }),
    expect.objectContaining({
      stem: "trading",
      maxSizeBytes: 2_048,
      backupCount: 5,
      rotate: "utc-day",
      compress: true,
    }),
  ]);
});

it.each([
  ["rotate", { rotate: "hourly" }],
  ["maxAgeDays", { maxAgeDays: -1 }],
  ["maxTotalBytes", { maxTotalBytes: "much" }],
  ["compress", { compress: "yes" }],
  ["overflow", { overflow: "spill" }],
  ["files[].rotate", { files: [{ name: "a", rotate: "day" }] }],
  ["files[].maxSizeBytes", { files: [{ name: "a", maxSizeBytes: 1 }] }],
  ["files[].name", { files: [{ name: "a/b" }] }],
])("refuses a wrong %s by name", (setting, options) => {
  expect(() => parseFileOptions({ dir: "logs", ...(options as object) })).toThrow(
    expect.objectContaining({ code: "DAYBOOK_LOGGER_CONFIG", message: expect.stringContaining(setting) as string }),
  );
});
