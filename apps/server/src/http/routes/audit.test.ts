import { fastify } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { expect, it } from "vitest";
import { createErrorHandler } from "../problem.ts";
import type { AuditDoor, Rooms } from "../rooms.ts";
import { auditRoutes } from "./audit.ts";

function app(audit: Partial<AuditDoor> | undefined) {
  const server = fastify();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.decorateRequest("principal", null);
  server.setErrorHandler(createErrorHandler(() => {}));
  const store = {
    searchableSeq: 1,
    waitSearchable: () => Promise.resolve(false),
    getById: (id: string) => Promise.resolve(id === "a" ? '{"id":"a"}' : undefined),
  };
  auditRoutes(server, Object.assign(Object.create(null) as Rooms, { audit, store }));
  return server;
}

const DOOR: Partial<AuditDoor> = {
  isPublic: true,
  checkpoint: () => "example.com/log\n",
  file: (path) => Promise.resolve(path === "tile/0/000" || path === "keys/0" ? Buffer.from(path) : undefined),
  list: (dir) => Promise.resolve(dir === "checkpoints" ? ["0", "7"] : []),
  prove: (line) => Promise.resolve(`proof of ${line}`),
};

it("serves heads shortly, tiles for ever, and nothing outside of the trail", async () => {
  const server = app(DOOR);
  const ask = async (url: string) => {
    const { statusCode, headers, body } = await server.inject(url);
    return [statusCode, headers["cache-control"], statusCode === 200 ? body : ""];
  };
  expect(await ask("/checkpoint")).toEqual([200, "public, max-age=1", "example.com/log\n"]);
  expect(await ask("/tile/0/000")).toEqual([200, "public, max-age=31536000, immutable", "tile/0/000"]);
  expect(await ask("/audit/trail/keys/0")).toEqual([200, undefined, "keys/0"]);
  expect((await ask("/audit/trail/checkpoints/"))[2]).toBe('["0","7"]');
  for (const url of ["/tile/0/0", "/tile/0/001", "/audit/trail/lock.json", "/audit/trail/..%2fkeys%2ftrail.json"])
    expect((await ask(url))[0]).toBe(404);
});

it("proves an event of the store", async () => {
  const server = app(DOOR);
  expect((await server.inject("/logs/a/proof")).body).toBe('proof of {"id":"a"}');
  expect((await server.inject("/logs/b/proof")).statusCode).toBe(404);
});

it("says that the trail is off", async () => {
  const server = app(undefined);
  expect((await server.inject("/audit/status")).json()).toMatchObject({ state: "off" });
  expect((await server.inject("/checkpoint")).statusCode).toBe(404);
});
