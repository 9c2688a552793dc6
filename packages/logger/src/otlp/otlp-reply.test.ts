import { describe, expect, it } from "vitest";
import { judgeOtlpReply } from "./otlp-reply.ts";

function judge(status: number, body = "", retryAfter?: string) {
  return judgeOtlpReply({ status, body, retryAfter }, 2, 0);
}

describe("an answer of an OTLP endpoint", () => {
  it.each([429, 502, 503, 504])("of %i means later, when it says", (status) => {
    expect(judge(status, "", "3")).toMatchObject({ kind: "again", code: "DAYBOOK_LOGGER_OTLP", waitMs: 3_000 });
  });

  it.each([301, 401, 403, 404, 405])("of %i is a mistake in the settings", (status) => {
    expect(judge(status)).toMatchObject({ kind: "again", waitMs: undefined });
  });

  it.each([400, 408, 409, 422, 500, 501])("of %i is final", (status) => {
    expect(judge(status, '{"message":"why"}')).toEqual({
      kind: "refused",
      reason: `the OTLP endpoint answered ${status}: why`,
    });
  });

  it("of 413 means smaller", () => {
    expect(judge(413)).toEqual({ kind: "split" });
  });

  it.each<[string, number, string]>([
    ['{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"old"}}', 3, "old"],
    ['{"partialSuccess":{"rejectedLogRecords":3}}', 3, ""],
    ['{"partialSuccess":{"errorMessage":"a warning"}}', 0, "a warning"],
    ['{"partialSuccess":{"rejectedLogRecords":-1}}', 0, ""],
    ["[]", 0, ""],
    ["garbage", 0, ""],
  ])("of 200 with %j tells how many were rejected", (body, rejected, example) => {
    expect(judge(200, body)).toEqual({ kind: "done", rejected, example });
  });

  it("of 200 with a page is none", () => {
    expect(judge(200, " <!doctype html>")).toMatchObject({ kind: "again" });
  });
});
