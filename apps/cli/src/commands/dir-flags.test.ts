import { expect, test } from "vitest";
import { EXIT } from "../exit-codes.ts";
import { FieldOpener } from "../encrypted-fields/open-line.ts";
import { ScanReport } from "../log-dir/scan-report.ts";
import { createTestHost } from "../test-support/test-host.ts";
import { refuseServerFlags, tellReport } from "./dir-flags.ts";

test.each([
  [{ url: "http://x" }, "--url"],
  [{ key: "k" }, "--key"],
  [{ dataDir: "d" }, "--data"],
])("a directory and %j", (flags, name) => {
  expect(() => refuseServerFlags(flags)).toThrow(`--dir and ${name}`);
});

function told(
  change: (report: ScanReport) => void,
  asJson: boolean,
  opener?: FieldOpener,
): { code: number; err: string } {
  const host = createTestHost();
  const report = new ScanReport();
  const run = { exitCode: EXIT.ok as number, query: undefined };
  change(report);
  tellReport({ report, opener }, { asJson }, host, run);
  return { code: run.exitCode, err: host.texts.err };
}

test("lines that are no events are told; a file that could not be read fails the command", () => {
  expect(told(() => {}, false)).toEqual({ code: 0, err: "" });
  expect(told(() => {}, true)).toEqual({ code: 0, err: "" });
  expect(told((report) => report.addUnreadable("a", 1, "torn"), false)).toMatchObject({
    code: 0,
    err: expect.stringContaining("a:1: torn"),
  });
  const { code, err } = told((report) => void report.faults.push({ path: "a", reason: "cut" }), true);
  expect(code).toBe(1);
  expect(JSON.parse(err)).toEqual({ faults: [{ path: "a", reason: "cut" }], unreadable_count: 0, unreadable: [] });
});

test("a field that stayed closed fails the command", () => {
  const opener = new FieldOpener(new Map());
  opener.open('{"a":{"$encrypted":{"v":1}}}', "a.log:1");
  expect(told(() => {}, false, opener)).toMatchObject({
    code: 1,
    err: expect.stringContaining("a.log:1: a: it names no key"),
  });
  expect(JSON.parse(told(() => {}, true, opener).err)).toMatchObject({ closed_count: 1 });
});
