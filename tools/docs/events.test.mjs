import * as protocol from "@daybook/protocol";
import { expect, test } from "vitest";
import { page, renderEvents } from "./events.page.mjs";
import { FIELD_NOTES } from "./field-notes.mjs";
import { standing } from "./pages.mjs";

test("docs/reference/events.md says what the sources say: run `npm run docs` when this fails", () => {
  expect(standing(page)).toBe(renderEvents(protocol));
});

test("each field of the record has its note, and no other", () => {
  expect(Object.keys(FIELD_NOTES)).toEqual([...protocol.FIELD_NAMES]);
});

test("every event type stands once in the table", () => {
  const text = renderEvents(protocol);
  for (const [type, { category }] of Object.entries(protocol.EVENT_TYPES)) {
    expect(text.split(`| ${category} | \`${type}\` |`), type).toHaveLength(2);
  }
});
