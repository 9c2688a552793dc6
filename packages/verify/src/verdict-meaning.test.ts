import { expect, test } from "vitest";
import { eventInTree } from "./verdict-meaning.ts";

test("a changed record says nothing against the entry", () => {
  expect(eventInTree({ problems: [], record: "proven" })).toBe("sound");
  expect(eventInTree({ problems: ["the record"], record: "changed" })).toBe("sound");
  expect(eventInTree({ problems: ["the tree", "the record"], record: "changed" })).toBe("damaged");
  expect(eventInTree({ problems: ["the tree"], record: "withheld" })).toBe("damaged");
});
