import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import type { HttpLogOptions } from "./http-options.ts";
import { planHttpLog } from "./http-options.ts";
import { HttpRequestLog } from "./http-request.ts";

const ENDED = { status: 200, route: "/", aborted: false, responseBytes: 3 };

function arrive(options: HttpLogOptions<object> = {}, level: "DEBUG" | "ERROR" = "DEBUG", more = {}) {
  const { log, sink } = testLogger({ level });
  const headers: Record<string, string> = { "user-agent": "ua", "content-length": "9", ...more };
  const arrived = { method: "GET", url: "/a?b=c", ipAddress: "::1", header: (name: string) => headers[name] };
  return { log, sink, request: new HttpRequestLog(log, planHttpLog(options), {}, arrived) };
}

it("logs its end once", () => {
  const { sink, request } = arrive();
  request.end(ENDED);
  request.end({ ...ENDED, status: 500 });
  expect(sink.records()).toMatchObject([
    { event_type: "http_request", data: { status_code: 200, path: "/a?b=c", request_bytes: 9, response_bytes: 3 } },
  ]);
});

it.each([
  [200, false, "INFO"],
  [302, false, "INFO"],
  [404, false, "WARNING"],
  [500, false, "ERROR"],
  [200, true, "WARNING"],
  [undefined, true, "WARNING"],
])("status %s, aborted %s, is %s", (status, aborted, level) => {
  const { sink, request } = arrive();
  request.end({ ...ENDED, status, aborted });
  expect(sink.last()).toMatchObject({ level });
});

it("does not take the end of a WebSocket for a client that went away", () => {
  const { sink, request } = arrive({}, "DEBUG", { upgrade: "websocket" });
  request.end({ ...ENDED, status: undefined, aborted: true });
  expect(sink.last()).toMatchObject({ level: "INFO", data: { status_code: 101 } });
  expect(sink.last()).not.toHaveProperty("status");
});

it("asks for no fields when its level is off", () => {
  const { sink, request } = arrive({ fields: () => expect.unreachable("nobody reads them") }, "ERROR");
  request.end(ENDED);
  expect(sink.lines).toEqual([]);
});

it("has its own size of what was sent only where the body's is not known", () => {
  const { sink, request } = arrive();
  request.end({ ...ENDED, responseBytes: undefined, sentBytes: 250 });
  expect(sink.last()["data"]).toMatchObject({ sent_bytes: 250 });
  expect(sink.last()["data"]).not.toHaveProperty("response_bytes");
});

it("passes on what the application's part returns and throws", () => {
  const { request } = arrive();
  expect(request.run(() => 7)).toBe(7);
  expect(() =>
    request.run(() => {
      throw new TypeError("mine");
    }),
  ).toThrow(new TypeError("mine"));
});
