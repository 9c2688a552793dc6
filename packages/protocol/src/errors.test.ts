import { describe, expect, it } from "vitest";
import { DaybookError } from "./daybook-error.ts";
import { ERRORS, problemOf } from "./errors.ts";

describe("the registry", () => {
  it.each(Object.entries(ERRORS))("%s has a status, a title and a hint", (code, { status, title, hint }) => {
    expect(code).toMatch(/^DAYBOOK_[A-Z]+(?:_[A-Z0-9]+)+$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(hint).toMatch(/[.)]$/);
  });
});

describe("DaybookError", () => {
  it("becomes a problem document that says what happened and what to do", () => {
    const error = new DaybookError(
      "DAYBOOK_INGEST_TOO_DEEP",
      "nested deeper than 32 levels",
      { limit: 32 },
      { cause: new Error("why") },
    );
    expect(problemOf(error)).toEqual({
      type: "urn:daybook:error:DAYBOOK_INGEST_TOO_DEEP",
      title: ERRORS.DAYBOOK_INGEST_TOO_DEEP.title,
      status: 400,
      code: "DAYBOOK_INGEST_TOO_DEEP",
      detail: "nested deeper than 32 levels",
      hint: ERRORS.DAYBOOK_INGEST_TOO_DEEP.hint,
      limit: 32,
    });
    expect([error.name, (error.cause as Error).message]).toEqual(["DaybookError", "why"]);
  });
});
