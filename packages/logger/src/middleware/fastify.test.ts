import Fastify from "fastify";
import { expect, it } from "vitest";
import { describeHttpMiddleware } from "../test-support/http-suite.ts";
import { testLogger } from "../test-support/test-logger.ts";
import { fastifyLogger } from "./fastify.ts";

describeHttpMiddleware("fastifyLogger", async (log, options, arrived) => {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(fastifyLogger(log, options));
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- this is Fastify
  app.get<{ Params: { id: string } }>("/orders/:id", async (request) => {
    await new Promise(setImmediate);
    log.info("in handler", { order: request.params.id });
    return { ok: true };
  });
  app.post("/orders", async (_request, reply) => {
    await new Promise(setImmediate);
    log.info("in handler");
    return reply.code(201).send({ ok: true });
  });
  app.get("/broken", () => {
    throw new RangeError("no such shelf");
  });
  app.get("/refused", async () => {
    throw Object.assign(new Error("quantity is missing"), { statusCode: 400 });
  });
  app.get("/own-id", async (_request, reply) => reply.header("x-request-id", "theirs").send("ok"));
  app.get("/slow", () => {
    arrived();
    return new Promise(() => {});
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: Number(new URL(url).port), close: () => app.close() };
});

it("works with Fastify's own inject, and with a user who logs in after it", async () => {
  const { log, sink } = testLogger();
  const app = Fastify();
  const users = new WeakMap<object, string>();
  await app.register(fastifyLogger(log, { userId: (request) => users.get(request) }));
  app.addHook("preValidation", (request, _reply, done) => {
    users.set(request, "ann");
    done();
  });
  app.get("/", async () => {
    log.info("in handler");
    return "ok";
  });
  expect((await app.inject("/")).body).toBe("ok");
  await app.close();
  expect(sink.records().map(({ user_id: user }) => user)).toEqual(["ann", "ann"]);
  expect(sink.records()[0]).toHaveProperty("request_id");
});

it("takes the client's address from a proxy that Fastify trusts", async () => {
  const { log, sink } = testLogger();
  const app = Fastify({ trustProxy: true });
  await app.register(fastifyLogger(log));
  app.get("/", async () => "ok");
  await app.inject({ url: "/", headers: { "x-forwarded-for": "203.0.113.9" } });
  await app.close();
  expect(sink.last()).toMatchObject({ ip_address: "203.0.113.9" });
});
