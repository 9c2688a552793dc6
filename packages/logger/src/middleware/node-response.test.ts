import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import type { NodeResponse, ResponseEnd } from "./node-response.ts";
import { bodyBytes, headerOf, whenResponseEnds } from "./node-response.ts";

function ended(events: readonly string[], headersSent: boolean): ResponseEnd[] {
  const response = Object.assign(new EventEmitter(), {
    statusCode: 200,
    headersSent,
    socket: { bytesWritten: 100 },
    getHeader: () => undefined,
    setHeader: () => undefined,
  });
  const ends: ResponseEnd[] = [];
  whenResponseEnds(
    response as NodeResponse,
    "GET",
    () => "7",
    (end) => ends.push(end),
  );
  response.socket.bytesWritten = 350;
  for (const event of events) response.emit(event);
  return ends;
}

it("calls back once when the answer is out", () => {
  expect(ended(["finish", "close"], true)).toEqual([{ status: 200, aborted: false, responseBytes: 7, sentBytes: 250 }]);
});

it("knows no status when the client goes away before the headers, and the one sent afterwards", () => {
  expect(ended(["close"], false)).toMatchObject([{ status: undefined, aborted: true }]);
  expect(ended(["close"], true)).toMatchObject([{ status: 200, aborted: true }]);
});

it.each([
  [200, "GET", 12, 12],
  [200, "GET", "12", 12],
  [200, "GET", undefined, undefined],
  [200, "GET", "", undefined],
  [200, "GET", "many", undefined],
  [200, "HEAD", 12, 0],
  [204, "GET", undefined, 0],
  [304, "GET", 12, 0],
])("status %i of %s with length %j has a body of %j bytes", (status, method, length, expected) => {
  expect(bodyBytes(status, method, length)).toBe(expected);
});

it("joins headers of one name", () => {
  expect(headerOf({ via: ["a", "b"], host: "h" }, "via")).toBe("a, b");
  expect(headerOf({ host: "h" }, "host")).toBe("h");
  expect(headerOf({}, "host")).toBeUndefined();
});
