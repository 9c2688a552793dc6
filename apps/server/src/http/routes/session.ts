import { DaybookError } from "@daybook/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { SESSION_LIFETIME_MS } from "../../access/limits.ts";
import { SESSION_COOKIE } from "../guard.ts";
import type { Rooms } from "../rooms.ts";

export function sessionRoutes(root: FastifyInstance, rooms: Rooms): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const cookie = () => ({
    path: "/",
    httpOnly: true,
    sameSite: "strict" as const,
    secure: rooms.publicUrl().startsWith("https:"),
  });

  app.post(
    "/session",
    {
      config: { access: "open" },
      schema: {
        summary: "Sign the page in with a one-time code or a key",
        tags: ["session"],
        body: z.union([z.object({ code: z.string().min(1).max(200) }), z.object({ key: z.string().min(1).max(500) })]),
      },
    },
    async (request, reply) => {
      const { body } = request;
      const principal = "key" in body ? rooms.keys.find(body.key) : undefined;
      const opened =
        "code" in body
          ? rooms.sessions.redeem(body.code)
          : principal && { principal, token: rooms.sessions.open(principal) };
      if (!opened && "key" in body)
        throw new DaybookError("DAYBOOK_ACCESS_UNAUTHENTICATED", "the key sent is not known");
      if (!opened) throw new DaybookError("DAYBOOK_ACCESS_SIGN_IN_CODE", "this code is not known any more");
      return reply
        .setCookie(SESSION_COOKIE, opened.token, { ...cookie(), maxAge: SESSION_LIFETIME_MS / 1000 })
        .send({ role: opened.principal.role });
    },
  );

  app.get(
    "/session",
    {
      config: { access: ["ingest", "read_only", "admin"] },
      schema: { summary: "Who is signed in", tags: ["session"] },
    },
    (request) => Promise.resolve({ role: request.principal?.role }),
  );

  app.delete(
    "/session",
    { config: { access: "open" }, schema: { summary: "Sign out", tags: ["session"] } },
    async (request, reply) => {
      if (request.sessionToken !== null) rooms.sessions.close(request.sessionToken);
      return reply.clearCookie(SESSION_COOKIE, cookie()).code(204).send();
    },
  );
}
