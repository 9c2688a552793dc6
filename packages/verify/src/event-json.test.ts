import { expect, test } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { eventJson } from "./event-json.ts";
import { keyOf } from "./test-support/small-trail.ts";
import { trailKeysOf } from "./trusted-keys.ts";

test("what is not known is null", () => {
  const { vkey } = keyOf("a");
  const check = {
    ok: false,
    problems: ["not in the tree"],
    leaf: undefined,
    head: undefined,
    index: undefined,
    record: "withheld" as const,
  };
  expect(eventJson(check, trailKeysOf([vkey], nodeCryptography))).toEqual({
    ok: false,
    problems: ["not in the tree"],
    index: null,
    size: null,
    origin: null,
    record: "withheld",
    leaf: null,
    keys: [vkey],
  });
});
