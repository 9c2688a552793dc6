import { describe, expect, it } from "vitest";
import type { Leaf } from "./leaf.ts";
import { MAX_LEAF_BYTES, leafText, parseLeaf } from "./leaf.ts";

const LEAF: Leaf = {
  seq: 42,
  collected_at: "2026-01-05T09:30:00.250000Z",
  producer: "host:1:0:ab",
  count: 7,
  category: "trade",
  event_type: "order_filled",
  subject: "0123456789abcdef0123456789abcdef",
  length: 612,
  commitment: "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
};

describe("a leaf", () => {
  it("is a line of ASCII that is read back as it was", () => {
    const text = leafText(LEAF);
    expect(text.startsWith('{"v":1,"seq":42,')).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ v: 1, seq: 42, producer: "host:1:0:ab" });
    expect(parseLeaf(text)).toEqual(LEAF);
  });

  it.each(["Ünïcode ☃ 𝒳", 'quote " and \\ back', "line\nfeed \u0000", "/slashes/"])(
    "takes any producer: %j",
    (producer) => {
      const leaf = { ...LEAF, producer, event_type: producer };
      const text = leafText(leaf);
      expect(/^[\u0020-\u007e]+$/.test(text)).toBe(true);
      expect(parseLeaf(text)).toEqual(leaf);
    },
  );

  it.each([
    ["leading zeros", leafText(LEAF).replace('"seq":42', '"seq":042')],
    ["another escape for the same text", leafText(LEAF).replace("host", "\\u0068ost")],
    ["a number that is not exact", leafText(LEAF).replace('"seq":42', '"seq":9007199254740993')],
    ["another order", leafText(LEAF).replace('"v":1,"seq":42', '"seq":42,"v":1')],
    ["a space", leafText(LEAF).replace(":42", ": 42")],
    ["something behind", `${leafText(LEAF)} `],
    ["a key too many", leafText(LEAF).replace("}", ',"x":1}')],
    ["another version", leafText(LEAF).replace('"v":1', '"v":2')],
    ["a short commitment", leafText({ ...LEAF, commitment: "AA==" })],
    ["a broken escape", leafText(LEAF).replace("host", "\\q")],
    ["too much", leafText({ ...LEAF, producer: "p".repeat(MAX_LEAF_BYTES) })],
    ["nothing", ""],
  ])("is not read with %s", (_what, text) => {
    expect(parseLeaf(text)).toBeUndefined();
  });
});
