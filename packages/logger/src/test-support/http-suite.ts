import { once } from "node:events";
import { request } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { Logger } from "../core/logger-types.ts";
import { testLogger } from "./test-logger.ts";
import type { MemorySink } from "./memory-sink.ts";

/** Options that mean the same for each framework, since its requests differ. */
export interface SuiteOptions {
  readonly skip?: readonly string[] | ((path: string) => boolean);
  readonly level?: () => "RISK_ALERT";
  readonly userId?: () => string | undefined;
  readonly fields?: () => Record<string, unknown>;
  readonly headers?: readonly string[];
  readonly requestIdHeader?: string | false;
}

export interface RunningApp {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * An application with these routes, behind the middleware:
 * `GET /orders/:id` logs "in handler" after an await and answers `{"ok":true}`; `POST /orders` reads JSON, logs "in handler" and
 * answers 201; `GET /broken` throws `RangeError("no such shelf")`; `GET /refused` throws an error of status 400,
 * "quantity is missing"; `GET /own-id` sets `x-request-id: theirs`; `GET /slow` calls `arrived` and never answers.
 */
export type StartApp = (log: Logger, options: SuiteOptions, arrived: () => void) => Promise<RunningApp>;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What every HTTP middleware must do, with the real framework over a real socket. */
export function describeHttpMiddleware(name: string, start: StartApp): void {
  describe(`each HTTP middleware: ${name}`, () => {
    let app: RunningApp | undefined;
    afterEach(async () => {
      await app?.close();
      app = undefined;
    });

    async function serve(options: SuiteOptions = {}, arrived = (): void => {}): Promise<MemorySink> {
      const { log, sink } = testLogger();
      app = await start(log, options, arrived);
      return sink;
    }

    async function get(path: string, init: { method?: string; body?: string; headers?: object } = {}): Promise<Answer> {
      const { method = "GET", body, headers = {} } = init;
      const sent = request({ port: app?.port, host: "127.0.0.1", path, method, headers: { ...headers } });
      sent.end(body);
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += String(chunk);
      return { status: response.statusCode ?? 0, headers: response.headers, body: text };
    }

    /** The event comes when the server knows that the answer is out, which the client may know before. */
    async function event(sink: MemorySink, count = 1): Promise<Record<string, unknown>> {
      const events = (): Record<string, unknown>[] =>
        sink.records().filter(({ event_type: type }) => type === "http_request");
      while (events().length < count) await new Promise(setImmediate);
      expect(events()).toHaveLength(count);
      return events().at(-1) as Record<string, unknown>;
    }

    it("logs one event a request, with the route's pattern and without the query's secrets", async () => {
      const sink = await serve();
      const answer = await get("/orders/o-7?side=buy&api_key=k3y-that-is-secret", {
        headers: { "user-agent": "bot/1" },
      });
      expect([answer.status, answer.body]).toEqual([200, '{"ok":true}']);
      const logged = await event(sink);
      expect(logged).toMatchObject({
        level: "INFO",
        message: expect.stringMatching(
          /^GET \/orders\/o-7\?side=buy&api_key=\[REDACTED.*\] 200 in [\d.]+ ms$/,
        ) as string,
        ip_address: expect.stringMatching(/127\.0\.0\.1$/) as string,
        user_agent: "bot/1",
        request_id: answer.headers["x-request-id"],
        data: { method: "GET", endpoint: "/orders/:id", status_code: 200 },
      });
      expect(sink.lines.join()).not.toContain("k3y-that-is-secret");
      const data = logged["data"] as Record<string, unknown>;
      expect(data["response_time_ms"]).toBeGreaterThan(0);
      expect(data["path"]).toMatch(/^\/orders\/o-7\?side=buy&api_key=/);
      expect(data).not.toHaveProperty("headers");
      // Where the body's size is not known, the answer's is: 11 bytes and the headers.
      if (data["response_bytes"] === undefined) expect(data["sent_bytes"]).toBeGreaterThan(50);
      else expect(data["response_bytes"]).toBe(11);
    });

    it.each(["GET", "POST"])("what a handler of %s logs has the request's id and the user's", async (method) => {
      const sink = await serve({ userId: () => "u-1" });
      const headers = { "x-request-id": "trace:42", "content-type": "application/json" };
      const path = method === "GET" ? "/orders/1" : "/orders";
      const answer = await get(path, { method, headers, ...(method === "POST" ? { body: '{"symbol":"BTC"}' } : {}) });
      expect(answer.headers["x-request-id"]).toBe("trace:42");
      const logged = await event(sink);
      const inside = sink.records().find(({ message }) => message === "in handler");
      for (const record of [logged, inside]) expect(record).toMatchObject({ request_id: "trace:42", user_id: "u-1" });
      if (method === "POST") expect(logged["data"]).toMatchObject({ status_code: 201, request_bytes: 16 });
    });

    it("keeps requests at the same time apart", async () => {
      const sink = await serve();
      const ids = Array.from({ length: 25 }, (_, i) => `r-${i}`);
      await Promise.all(ids.map((id) => get(`/orders/${id}`, { headers: { "x-request-id": id } })));
      await event(sink, ids.length);
      const inside = sink.records().filter(({ message }) => message === "in handler");
      expect(inside.map(({ request_id: id, data }) => [id, (data as { order: string }).order]).sort()).toEqual(
        ids.map((id) => [id, id]).sort(),
      );
    });

    it.each(["", "has space", "<script>", "x".repeat(129)])("makes an id when the client's is %j", async (id) => {
      const sink = await serve();
      const { headers } = await get("/orders/1", { headers: { "x-request-id": id } });
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
      expect(await event(sink)).toMatchObject({ request_id: headers["x-request-id"] });
    });

    it("leaves the application's own id in the answer", async () => {
      await serve();
      expect((await get("/own-id")).headers["x-request-id"]).toBe("theirs");
    });

    it("takes and tells no id when it shall not", async () => {
      const sink = await serve({ requestIdHeader: false });
      const { headers } = await get("/orders/1", { headers: { "x-request-id": "given" } });
      expect(headers).not.toHaveProperty("x-request-id");
      expect((await event(sink))["request_id"]).toMatch(/^[0-9a-f-]{36}$/);
    });

    it("logs a handler's exception, and the answer is the application's", async () => {
      const sink = await serve();
      expect((await get("/broken")).status).toBe(500);
      const logged = await event(sink);
      expect(logged).toMatchObject({
        level: "ERROR",
        exception_type: "RangeError",
        exception_message: "no such shelf",
        data: { status_code: 500, endpoint: "/broken" },
      });
      expect(logged["stack_trace"]).toBeInstanceOf(Array);
    });

    it("logs the client's own mistake as a warning with the reason, without a stack", async () => {
      const sink = await serve();
      expect((await get("/refused")).status).toBe(400);
      const logged = await event(sink);
      expect(logged).toMatchObject({ level: "WARNING", data: { status_code: 400, reason: "quantity is missing" } });
      expect(logged).not.toHaveProperty("stack_trace");
    });

    it("logs what no route answers, without a pattern", async () => {
      const sink = await serve();
      expect((await get("/nowhere?x=1")).status).toBe(404);
      const logged = await event(sink);
      expect(logged).toMatchObject({ level: "WARNING", data: { path: "/nowhere?x=1", status_code: 404 } });
      expect(logged["data"]).not.toHaveProperty("endpoint");
    });

    it.each([[["/orders/health"]], [(path: string) => path === "/orders/health"]])(
      "leaves out the paths that it is told to (%s)",
      async (skip) => {
        const sink = await serve({ skip });
        await get("/orders/health?deep=1");
        await get("/orders/2");
        expect((await event(sink))["data"]).toMatchObject({ path: "/orders/2" });
      },
    );

    it("logs the headers and fields that it is told to, at the level it is told to", async () => {
      const options = {
        headers: ["X-Desk", "Authorization"],
        fields: () => ({ desk: 7 }),
        level: () => "RISK_ALERT" as const,
      };
      const sink = await serve(options);
      await get("/orders/1", { headers: { "x-desk": "fx", authorization: "Bearer abcdefgh12345678" } });
      const logged = await event(sink);
      expect(logged).toMatchObject({ level: "RISK_ALERT", data: { desk: 7, headers: { "x-desk": "fx" } } });
      expect(JSON.stringify(logged)).not.toContain("abcdefgh12345678");
    });

    it("says that the client went away", async () => {
      let arrived = (): void => {};
      const here = new Promise<void>((resolve) => (arrived = resolve));
      const sink = await serve({}, () => arrived());
      const sent = request({ port: app?.port, host: "127.0.0.1", path: "/slow" });
      sent.on("error", () => {});
      sent.end();
      await here;
      sent.destroy();
      const logged = await event(sink);
      expect(logged).toMatchObject({ level: "WARNING", status: "aborted", data: { path: "/slow" } });
      expect(logged["data"]).not.toHaveProperty("status_code");
    });

    it("an option that throws harms no request, and the event says so", async () => {
      const broken = (): never => {
        throw new Error("option is broken");
      };
      const sink = await serve({ userId: broken, fields: broken, level: broken, skip: broken });
      expect((await get("/orders/1")).body).toBe('{"ok":true}');
      expect(await event(sink)).toMatchObject({
        level: "INFO",
        data: { logging_fault: expect.stringContaining("option is broken") as string },
      });
    });

    it("does not count a HEAD answer's length as bytes sent", async () => {
      const sink = await serve();
      await get("/orders/1", { method: "HEAD" });
      expect((await event(sink))["data"]).toMatchObject({ method: "HEAD", response_bytes: 0 });
    });
  });
}
