import { DaybookError } from "@daybook/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { MAX_VIEW_NAME_LENGTH, MAX_VIEW_STATE_LENGTH } from "../limits.ts";
import type { Rooms } from "../rooms.ts";

const params = z.object({ name: z.string().min(1).max(MAX_VIEW_NAME_LENGTH) });
const READERS = ["read_only", "admin"] as const;

/** Saved views: shared by everybody who may read, kept as events in the journal. */
export function viewRoutes(root: FastifyInstance, rooms: Rooms): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  app.get("/views", { config: { access: READERS }, schema: { summary: "Saved views", tags: ["views"] } }, () =>
    Promise.resolve({ views: rooms.views.list() }),
  );
  app.put(
    "/views/:name",
    {
      config: { access: READERS },
      schema: {
        summary: "Keep a view under a name",
        tags: ["views"],
        params,
        body: z.object({ state: z.string().max(MAX_VIEW_STATE_LENGTH) }),
      },
    },
    (request) => rooms.views.save(request.params.name, request.body.state, request.principal?.name ?? "unknown"),
  );
  app.delete(
    "/views/:name",
    { config: { access: READERS }, schema: { summary: "Forget a view", tags: ["views"], params } },
    async (request, reply) => {
      const { name } = request.params;
      if (!(await rooms.views.remove(name, request.principal?.name ?? "unknown"))) {
        throw new DaybookError("DAYBOOK_HTTP_NOT_FOUND", `no view has the name ${JSON.stringify(name)}`);
      }
      return reply.code(204).send();
    },
  );
}
