import { expect, test } from "vitest";
import { thisMachine, whyUnsupported } from "./platform.mjs";

const debian = { node: "v20.20.2", platform: "linux", arch: "x64", glibc: true };

test.each(["v20.19.0", "v20.20.2", "v22.0.0", "v24.1.0-nightly"])("Node %s is new enough", (node) => {
  expect(whyUnsupported({ ...debian, node })).toBeUndefined();
});

test.each(["v20.18.9", "v18.20.0", "v8.0.0"])("Node %s is refused with the version that is needed", (node) => {
  expect(whyUnsupported({ ...debian, node })).toMatch(/needs Node 20\.19\.0 or newer; this is v/);
});

test("macOS needs no glibc", () => {
  expect(whyUnsupported({ node: "v22.1.0", platform: "darwin", arch: "arm64", glibc: false })).toBeUndefined();
});

test("Windows and Alpine are refused by name", () => {
  expect(whyUnsupported({ ...debian, platform: "win32" })).toMatch(/win32 x64/);
  expect(whyUnsupported({ ...debian, glibc: false })).toMatch(/glibc/);
});

test("the machine that runs this test is supported", () => {
  expect(whyUnsupported(thisMachine())).toBeUndefined();
});
