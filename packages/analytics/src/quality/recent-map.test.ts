import { describe, expect, it } from "vitest";
import { RecentMap } from "./recent-map.ts";

describe("a recent map", () => {
  it("is empty at first, and knows nothing", () => {
    const map = new RecentMap<number>(2);
    expect([map.size, map.get("a"), map.has("a"), [...map.values()], map.forgotten]).toEqual([
      0,
      undefined,
      false,
      [],
      0,
    ]);
    map.delete("a");
    map.clear();
    expect(map.forgotten).toBe(0);
  });

  it("forgets nothing that is deleted, and has room afterwards", () => {
    const gone: string[] = [];
    const map = new RecentMap<string>(2, (value) => gone.push(value));
    map.set("a", "1");
    map.set("b", "2");
    map.delete("a");
    map.set("c", "3");
    map.set("c", "4");
    expect([[...map.entries()], gone]).toEqual([
      [
        ["b", "2"],
        ["c", "4"],
      ],
      [],
    ]);
    map.clear();
    expect([map.size, gone, map.forgotten]).toEqual([0, [], 0]);
  });

  it("keeps values that are undefined, and any name", () => {
    const map = new RecentMap<undefined>(3);
    for (const key of ["", "__proto__", "constructor"]) map.set(key, undefined);
    expect([map.size, map.has("__proto__"), map.has("toString")]).toEqual([3, true, false]);
    map.set("new", undefined);
    expect([map.size, map.has(""), map.forgotten]).toEqual([3, false, 1]);
  });
});
