import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { expect, it } from "vitest";
import { describeHttpMiddleware } from "../test-support/http-suite.ts";
import { testLogger } from "../test-support/test-logger.ts";
import { honoLogger } from "./hono.ts";

describeHttpMiddleware("honoLogger", async (log, options, arrived) => {
  const app = new Hono();
  app.use(honoLogger(log, options));
  app.get("/orders/:id", async (context) => {
    await new Promise(setImmediate);
    log.info("in handler", { order: context.req.param("id") });
    return context.json({ ok: true });
  });
  app.post("/orders", async (context) => {
    await context.req.json();
    log.info("in handler");
    return context.json({ ok: true }, 201);
  });
  app.get("/broken", () => {
    throw new RangeError("no such shelf");
  });
  app.get("/refused", () => {
    throw new HTTPException(400, { message: "quantity is missing" });
  });
  app.get("/own-id", (context) => context.text("ok", 200, { "x-request-id": "theirs" }));
  app.get("/slow", () => {
    arrived();
    return new Promise<Response>(() => {});
  });
  // Without one Hono prints what it catches.
  app.onError((error, context) =>
    error instanceof HTTPException ? error.getResponse() : context.json({ ok: false }, 500),
  );
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  if (!server.listening) await once(server, "listening");
  const close = async (): Promise<void> => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { port: (server.address() as AddressInfo).port, close };
});

it("works on runtimes without Node's response", async () => {
  const { log, sink } = testLogger();
  const app = new Hono();
  app.use(honoLogger(log, { ipAddress: (context) => context.req.header("cf-connecting-ip") }));
  app.get("/v1/:symbol", (context) => {
    log.info("in handler");
    return context.text("ok", 200, { "content-length": "2" });
  });
  const headers = { "x-request-id": "edge-1", "cf-connecting-ip": "203.0.113.9" };
  const answer = await app.request("/v1/BTC?side=buy", { headers });
  expect([await answer.text(), answer.headers.get("x-request-id")]).toEqual(["ok", "edge-1"]);
  expect(sink.records()).toMatchObject([
    { message: "in handler", request_id: "edge-1" },
    {
      request_id: "edge-1",
      ip_address: "203.0.113.9",
      data: { path: "/v1/BTC?side=buy", endpoint: "/v1/:symbol", status_code: 200, response_bytes: 2 },
    },
  ]);
});

it("logs what is thrown and is no Error, and it goes on", async () => {
  const { log, sink } = testLogger();
  const app = new Hono();
  app.use(honoLogger(log));
  app.get("/", () => {
    // oxlint-disable-next-line typescript/only-throw-error -- what others throw
    throw "a text";
  });
  await expect((async () => app.request("/"))()).rejects.toBe("a text");
  expect(sink.records()).toMatchObject([{ level: "ERROR", data: { status_code: 500, error: "a text" } }]);
});

it("an answer whose headers are fixed gets its id all the same", async () => {
  const { log } = testLogger();
  const app = new Hono();
  app.use(honoLogger(log));
  app.get("/", () => Response.redirect("http://127.0.0.1/elsewhere", 302));
  const answer = await app.request("/", { headers: { "x-request-id": "r-1" } });
  expect([answer.status, answer.headers.get("x-request-id")]).toEqual([302, "r-1"]);
});
