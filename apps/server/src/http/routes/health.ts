import type { FastifyInstance } from "fastify";
import type { Rooms } from "../rooms.ts";

export function healthRoutes(app: FastifyInstance, rooms: Rooms): void {
  const open = { access: "open" } as const;
  const tags = ["health"];
  app.get("/healthz", { config: open, schema: { summary: "The process is alive", tags } }, () =>
    Promise.resolve({ status: "ok" }),
  );
  app.get(
    "/readyz",
    { config: open, schema: { summary: "Events are taken and can be searched", tags } },
    (_request, reply) => {
      const reason = rooms.notReady();
      return reply.code(reason === null ? 200 : 503).send({ status: reason === null ? "ready" : "not ready", reason });
    },
  );
  app.get("/version", { config: open, schema: { summary: "Version", tags } }, () =>
    Promise.resolve({ name: "daybook", version: rooms.version }),
  );
  app.get(
    "/metrics",
    { config: { access: ["read_only", "admin"] }, schema: { summary: "Prometheus metrics", tags } },
    async (_request, reply) => reply.type("text/plain; version=0.0.4; charset=utf-8").send(await rooms.metricsText()),
  );
  app.get("/openapi.json", { config: open, schema: { hide: true } }, () => Promise.resolve(app.swagger()));
}
