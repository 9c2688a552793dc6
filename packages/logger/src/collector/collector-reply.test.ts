import { describe, expect, it } from "vitest";
import { judgeReply } from "./collector-reply.ts";

function judge(status: number, body = "", retryAfter?: string) {
  return judgeReply({ status, body, retryAfter }, 2, 0);
}

const line = { line: 1, code: "DAYBOOK_INGEST_TOO_DEEP", reason: "deep" };

describe("an answer", () => {
  it("of success settles the batch, when it has the shape of one", () => {
    expect(judge(202, '{"accepted":2,"duplicates":0,"rejected":[]}')).toEqual({
      kind: "done",
      rejected: 0,
      example: "",
    });
    expect(judge(200, JSON.stringify({ accepted: 1, rejected: [line] }))).toEqual({
      kind: "done",
      rejected: 1,
      example: "DAYBOOK_INGEST_TOO_DEEP deep",
    });
  });

  it.each(["", "<html>", "null", "[]", '{"accepted":"2"}', '{"status":"received"}'])(
    "of 200 with %j is not one",
    (body) => {
      expect(judge(200, body)).toMatchObject({ kind: "again", code: "DAYBOOK_LOGGER_NOT_A_COLLECTOR" });
    },
  );

  it.each([301, 302, 404, 405])("of %i comes from something else", (status) => {
    expect(judge(status)).toMatchObject({ kind: "again", code: "DAYBOOK_LOGGER_NOT_A_COLLECTOR" });
  });

  it.each([401, 403])("of %i asks for a key and keeps the batch", (status) => {
    expect(judge(status)).toMatchObject({ kind: "again", code: "DAYBOOK_LOGGER_KEY_REFUSED" });
  });

  it.each([408, 425, 429, 500, 502, 503, 507])("of %i means later", (status) => {
    expect(judge(status, "", "3")).toMatchObject({ kind: "again", code: "DAYBOOK_LOGGER_UNREACHABLE", waitMs: 3_000 });
  });

  it("of 413 means smaller", () => {
    expect(judge(413)).toEqual({ kind: "split" });
  });

  it("of 400 settles the batch when each line is named, and refuses it otherwise", () => {
    expect(judge(400, JSON.stringify({ accepted: 0, rejected: [line, line] }))).toMatchObject({ kind: "done" });
    expect(judge(400, '{"code":"DAYBOOK_HTTP_INVALID","detail":"no body"}')).toEqual({
      kind: "refused",
      reason: "the collector answered 400: DAYBOOK_HTTP_INVALID no body",
    });
  });
});
