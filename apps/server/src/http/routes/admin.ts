import { DaybookError } from "@daybook/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Rooms } from "../rooms.ts";

const ADMIN = { access: ["admin"] } as const;
const tags = ["admin"];

export function adminRoutes(root: FastifyInstance, rooms: Rooms): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  app.get("/admin/status", { config: ADMIN, schema: { summary: "State of every room", tags } }, () =>
    rooms.admin.status(),
  );

  app.post(
    "/admin/backup",
    {
      config: ADMIN,
      schema: {
        summary: "Copy the installation into an empty directory of the server's machine",
        tags,
        body: z.object({ dir: z.string().min(1).max(4_096) }),
      },
    },
    (request, reply) => reply.code(202).send(rooms.admin.startBackup(request.body.dir)),
  );
  app.post(
    "/admin/rebuild",
    { config: ADMIN, schema: { summary: "Rebuild the store from the journal's window", tags } },
    (_request, reply) => reply.code(202).send(rooms.admin.startRebuild()),
  );
  app.get(
    "/admin/jobs/:id",
    {
      config: ADMIN,
      schema: { summary: "Progress of a backup or rebuild", tags, params: z.object({ id: z.string() }) },
    },
    (request, reply) => {
      const job = rooms.admin.job(request.params.id);
      if (!job)
        throw new DaybookError("DAYBOOK_HTTP_NOT_FOUND", "no such job; jobs are forgotten when the server stops");
      return reply.send(job);
    },
  );

  app.get("/admin/keys", { config: ADMIN, schema: { summary: "Keys, without their texts", tags } }, () =>
    Promise.resolve({ keys: rooms.keys.list() }),
  );
  app.post(
    "/admin/keys",
    {
      config: ADMIN,
      schema: {
        summary: "Make a key; its text is shown once",
        tags,
        body: z.object({ role: z.string(), name: z.string() }),
      },
    },
    (request, reply) => reply.code(201).send(rooms.keys.create(request.body.role, request.body.name)),
  );
  app.delete(
    "/admin/keys/:id",
    { config: ADMIN, schema: { summary: "Revoke a key", tags, params: z.object({ id: z.string() }) } },
    (request, reply) => {
      if (!rooms.keys.revoke(request.params.id)) throw new DaybookError("DAYBOOK_HTTP_NOT_FOUND", "no key has this id");
      return reply.code(204).send();
    },
  );
  app.post("/admin/signin", { config: ADMIN, schema: { summary: "A new sign-in link for the page", tags } }, () => {
    const code = rooms.sessions.createCode("admin");
    return Promise.resolve({ code, url: `${rooms.publicUrl()}/#signin=${code}` });
  });
}
