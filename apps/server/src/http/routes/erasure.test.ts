import Fastify from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { expect, test } from "vitest";
import type { ErasureDoor, Rooms } from "../rooms.ts";
import { erasureRoutes } from "./erasure.ts";

const asked: unknown[] = [];
const DOOR: ErasureDoor = {
  plan: async (subject) => {
    asked.push(["plan", subject]);
    return { events: 0, classes: [], refused: null, not_reached: [] };
  },
  start: (order) => {
    asked.push(["start", order]);
    return { id: "j", kind: "erasure", state: "running", progress: 0, message: "", result: null };
  },
  holds: () => [],
  placeHold: async (subject, reason, by) => {
    asked.push(["place", subject, reason]);
    return { id: "h", subject, reason, by, placed_at: "2026-01-05T09:30:00.000Z" };
  },
  liftHold: async (id) => id === "h",
};

async function ask(method: "GET" | "POST" | "DELETE", url: string, body?: object, isOff = false) {
  const app = Fastify().setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  erasureRoutes(app, { erasure: isOff ? undefined : DOOR, audit: undefined } as Partial<Rooms> as Rooms);
  const reply = await app.inject({ method, url, ...(body && { payload: body }) });
  await app.close();
  return [reply.statusCode, reply.body === "" ? undefined : (reply.json() as { message?: string })] as const;
}

test("an erasure is planned or started for one subject", async () => {
  asked.length = 0;
  expect((await ask("POST", "/admin/erasures", { user_id: "ada", dry_run: true }))[0]).toBe(200);
  expect((await ask("POST", "/admin/erasures", { producer: "p", reason: "r" }))[0]).toBe(202);
  expect(asked).toEqual([
    ["plan", { field: "user_id", value: "ada" }],
    ["start", { field: "producer", value: "p", reason: "r", by: "admin" }],
  ]);
});

test("holds are placed on one or on everything, and lifted", async () => {
  asked.length = 0;
  expect((await ask("POST", "/admin/holds", { user_id: "ada", reason: "case" }))[0]).toBe(201);
  expect((await ask("POST", "/admin/holds", {}))[0]).toBe(201);
  expect(asked).toEqual([
    ["place", { field: "user_id", value: "ada" }, "case"],
    ["place", null, ""],
  ]);
  expect(await ask("GET", "/admin/holds")).toEqual([200, { holds: [] }]);
  expect((await ask("DELETE", "/admin/holds/h"))[0]).toBe(204);
  expect((await ask("DELETE", "/admin/holds/x"))[1]?.message).toContain("no hold has this id");
});

test("what is not one subject is refused, and everything without a trail", async () => {
  for (const body of [{}, { user_id: "" }, { user_id: "a", producer: "b" }, { user_id: 7 }])
    expect((await ask("POST", "/admin/erasures", body))[0]).toBeGreaterThanOrEqual(400);
  const [, off] = await ask("GET", "/admin/holds", undefined, true);
  expect(off?.message).toContain("nothing is erased without the trail");
});
