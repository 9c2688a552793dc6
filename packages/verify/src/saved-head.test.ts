import { expect, test } from "vitest";
import { HeadKeeper } from "./saved-head.ts";
import type { TrailReport } from "./check-trail.ts";
import { memorySource, smallTrail } from "./test-support/small-trail.ts";

const sound: TrailReport = {
  integrity: "sound",
  completeness: "sound",
  findings: [],
  origin: undefined,
  size: 3,
  root: undefined,
  entries: 3,
  keys: [],
  heads: [],
  anchored: [],
  unchecked: [],
};

test("the head is the one that was read and checked", async () => {
  const { files, source } = await smallTrail(3);
  const keeper = new HeadKeeper(source);
  expect(keeper.checked(sound)).toBeUndefined();
  expect(await keeper.read("keys/0")).toBe(files.get("keys/0"));
  expect(keeper.checked(sound)).toBeUndefined();
  await keeper.read("checkpoint");
  expect(keeper.checked(sound)).toBe(files.get("checkpoint"));
  expect(keeper.checked({ ...sound, size: 2 })).toBeUndefined();
  expect(keeper.checked({ ...sound, completeness: "damaged" })).toBeUndefined();
  expect(keeper.checked({ ...sound, integrity: "unchecked" })).toBeUndefined();
  expect(await keeper.list?.("keys")).toEqual(["0"]);
});

test("garbage is never kept, and a place that cannot list stays one", async () => {
  const keeper = new HeadKeeper({ read: memorySource(new Map([["checkpoint", Buffer.from("x")]])).read });
  await keeper.read("checkpoint");
  expect(keeper.checked(sound)).toBeUndefined();
  expect(keeper.list).toBeUndefined();
});
