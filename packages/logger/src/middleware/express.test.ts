import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextFunction, Request, Response } from "express";
import express from "express";
import { expect, it } from "vitest";
import { describeHttpMiddleware } from "../test-support/http-suite.ts";
import type { RunningApp } from "../test-support/http-suite.ts";
import { testLogger } from "../test-support/test-logger.ts";
import { expressLogger } from "./express.ts";

async function listen(app: express.Express): Promise<RunningApp> {
  const server: Server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { port: (server.address() as AddressInfo).port, close };
}

// Express prints the errors that reach its own handler.
const answerErrors = (error: { status?: number }, _request: Request, response: Response, _next: NextFunction): void => {
  response.status(error.status ?? 500).json({ ok: false });
};

describeHttpMiddleware("expressLogger", async (log, options, arrived) => {
  const app = express();
  const http = expressLogger<Request>(log, options);
  app.use(http);
  app.use(express.json());
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 takes a rejection for what it is
  app.get("/orders/:id", async (request, response) => {
    await new Promise(setImmediate);
    log.info("in handler", { order: request.params.id });
    response.json({ ok: true });
  });
  app.post("/orders", async (_request, response) => {
    await new Promise(setImmediate);
    log.info("in handler");
    response.status(201).json({ ok: true });
  });
  app.get("/broken", () => {
    throw new RangeError("no such shelf");
  });
  app.get("/refused", async () => {
    throw Object.assign(new Error("quantity is missing"), { status: 400 });
  });
  app.get("/own-id", (_request, response) => {
    response.set("x-request-id", "theirs").send("ok");
  });
  app.get("/slow", () => arrived());
  app.use(http.errors);
  app.use(answerErrors);
  return listen(app);
});

it("names the route behind the path where its router is mounted", async () => {
  const { log, sink } = testLogger();
  const app = express();
  app.use(expressLogger(log));
  const router = express.Router();
  router.get("/positions/:symbol", (_request, response) => {
    response.send("ok");
  });
  app.use("/v1", router);
  const { port, close } = await listen(app);
  await (await fetch(`http://127.0.0.1:${port}/v1/positions/BTC`)).text();
  await close();
  expect(sink.last()["data"]).toMatchObject({ path: "/v1/positions/BTC", endpoint: "/v1/positions/:symbol" });
});

it("an error passes on unchanged to the application's own handler", async () => {
  const { log, sink } = testLogger();
  const thrown = new TypeError("mine");
  const seen: unknown[] = [];
  const app = express();
  const http = expressLogger(log);
  app.use(http);
  app.get("/", () => {
    throw thrown;
  });
  app.use(http.errors);
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    seen.push(error);
    response.status(503).send("later");
  });
  const { port, close } = await listen(app);
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  expect([answer.status, await answer.text()]).toEqual([503, "later"]);
  await close();
  expect(seen).toEqual([thrown]);
  expect(sink.last()).toMatchObject({ level: "ERROR", exception_type: "TypeError", data: { status_code: 503 } });
});
