import { DaybookError } from "@daybook/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Subject } from "../../erasure/index.ts";
import type { ErasureDoor, Rooms } from "../rooms.ts";

const ADMIN = { access: ["admin"] } as const;
const tags = ["audit"];
const NAME = z.string().min(1).max(1_024).optional();
const REASON = z.string().max(1_000).default("");

export function erasureRoutes(root: FastifyInstance, rooms: Rooms): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  app.post(
    "/admin/erasures",
    {
      config: ADMIN,
      schema: {
        summary: "Erase the events of a person, or those of a program that are about nobody",
        tags,
        body: z.object({ user_id: NAME, producer: NAME, reason: REASON, dry_run: z.boolean().default(false) }),
      },
    },
    async (request, reply) => {
      const { body, principal } = request;
      const subject = oneSubject(body);
      const erasure = room(rooms);
      if (body.dry_run) return reply.send(await erasure.plan(subject));
      const order = { ...subject, reason: body.reason, by: principal?.name ?? "admin" };
      return reply.code(202).send(erasure.start(order));
    },
  );
  app.get("/admin/holds", { config: ADMIN, schema: { summary: "Legal holds", tags } }, () =>
    Promise.resolve({ holds: room(rooms).holds() }),
  );
  app.post(
    "/admin/holds",
    {
      config: ADMIN,
      schema: {
        summary: "Place a legal hold on one subject, or on everything: erasures are refused under it",
        tags,
        body: z.object({ user_id: NAME, producer: NAME, reason: REASON }),
      },
    },
    async (request, reply) => {
      const { body, principal } = request;
      const isAll = body.user_id === undefined && body.producer === undefined;
      const by = principal?.name ?? "admin";
      const hold = await room(rooms).placeHold(isAll ? null : oneSubject(body), body.reason, by);
      return reply.code(201).send(hold);
    },
  );
  app.delete(
    "/admin/holds/:id",
    { config: ADMIN, schema: { summary: "Lift a legal hold", tags, params: z.object({ id: z.string() }) } },
    async (request, reply) => {
      const isLifted = await room(rooms).liftHold(request.params.id, request.principal?.name ?? "admin");
      if (!isLifted)
        throw new DaybookError(
          "DAYBOOK_HTTP_NOT_FOUND",
          "no hold has this id; `daybook hold list` shows those there are",
        );
      return reply.code(204).send();
    },
  );
}

function oneSubject({ user_id, producer }: { user_id?: string | undefined; producer?: string | undefined }): Subject {
  if (user_id !== undefined && producer === undefined) return { field: "user_id", value: user_id };
  if (producer !== undefined && user_id === undefined) return { field: "producer", value: producer };
  throw new DaybookError("DAYBOOK_HTTP_INVALID", "name one of user_id and producer");
}

function room({ erasure, audit }: Rooms): ErasureDoor {
  if (erasure !== undefined) return erasure;
  const reason = audit?.status().error;
  if (typeof reason === "string") throw new DaybookError("DAYBOOK_AUDIT_STOPPED", reason);
  throw new DaybookError("DAYBOOK_AUDIT_OFF", "nothing is erased without the trail that records it");
}
