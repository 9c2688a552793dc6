import { expect, test } from "vitest";
import { compareFound, isSameEvent, type FoundLine } from "./found-line.ts";

const found = (timestamp: string, id: string, file = 0, line = 0): FoundLine => ({
  timestamp,
  id,
  file,
  line,
  text: "",
});

test("by time, id, file, line", () => {
  const inOrder = [
    found("1", "b"),
    found("2", "", 0, 9),
    found("2", "", 1, 1),
    found("2", "", 1, 2),
    found("2", "a", 0),
    found("2", "a", 3),
  ];
  expect(inOrder.toReversed().toSorted(compareFound)).toEqual(inOrder);
});

test("copies have the same id and time; lines without an id are never copies", () => {
  expect(isSameEvent(found("1", "a", 0), found("1", "a", 1))).toBe(true);
  expect(isSameEvent(found("1", "a"), found("2", "a"))).toBe(false);
  expect(isSameEvent(found("1", "", 0), found("1", "", 1))).toBe(false);
});
