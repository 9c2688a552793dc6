import { Readable } from "node:stream";
import { parseTilePath } from "@daybook/merkle";
import { DaybookError } from "@daybook/protocol";
import type { AuditStatus } from "@daybook/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { CHECKPOINT_MAX_AGE_SECONDS, JUST_CAME_WAIT_MS, TILE_MAX_AGE_SECONDS } from "../limits.ts";
import type { AuditDoor, Rooms, TrailList } from "../rooms.ts";

const READERS = ["read_only", "admin"] as const;
const ADMIN = ["admin"] as const;
const tags = ["audit"];
const LIST = /^(checkpoints|receipts|keys)\/$/;
const SMALL_FILE = /^(?:keys\/\d{1,5}|checkpoints\/\d{1,16}|receipts\/\d{1,16}\.json|minimum)$/;

/** Asked by each page: no fault of anybody's. */
const NO_TRAIL: AuditStatus = {
  state: "off",
  origin: "",
  key: "",
  size: 0,
  root: "",
  seq: 0,
  error: null,
  anchor: null,
  witnesses: [],
};

type App = ReturnType<typeof typed>;

function typed(root: FastifyInstance) {
  return root.withTypeProvider<ZodTypeProvider>();
}

export function auditRoutes(root: FastifyInstance, rooms: Rooms): void {
  const app = typed(root);
  trailRoutes(app, rooms);
  proofRoute(app, rooms);
  evidenceRoute(app, rooms);
  adminRoutes(app, rooms);
}

function trailRoutes(app: App, rooms: Rooms): void {
  // What others verify may be open to them: the trail has nothing in it that tells of anybody.
  const trailAccess = rooms.audit?.isPublic === true ? "open" : READERS;
  const anyPath = z.object({ "*": z.string().max(200) });

  app.get("/audit/status", { config: { access: READERS }, schema: { summary: "State of the audit trail", tags } }, () =>
    Promise.resolve(rooms.audit?.status() ?? NO_TRAIL),
  );
  app.get(
    "/checkpoint",
    { config: { access: trailAccess }, schema: { summary: "The signed tree head (tlog-checkpoint)", tags } },
    (_request, reply) => sendCheckpoint(reply, room(rooms)),
  );
  app.get(
    "/tile/*",
    {
      config: { access: trailAccess },
      schema: { summary: "A tile or an entry bundle (tlog-tiles)", tags, params: anyPath },
    },
    (request, reply) => sendFile(reply, room(rooms), `tile/${request.params["*"]}`),
  );
  app.get(
    "/audit/trail/*",
    {
      config: { access: trailAccess },
      schema: {
        summary: "A file of the trail; a list of names for `checkpoints/`, `receipts/` and `keys/`",
        tags,
        params: anyPath,
      },
    },
    async (request, reply) => {
      const audit = room(rooms);
      const path = request.params["*"];
      if (path === "checkpoint") return sendCheckpoint(reply, audit);
      const list = LIST.exec(path)?.[1];
      if (list !== undefined) return reply.send(await audit.list(list as TrailList));
      return sendFile(reply, audit, path);
    },
  );
}

function proofRoute(app: App, rooms: Rooms): void {
  app.get(
    "/logs/:id/proof",
    {
      config: { access: READERS },
      schema: {
        summary: "Proof of an event, to be checked offline (tlog-proof)",
        tags,
        params: z.object({ id: z.string().min(1).max(1024) }),
      },
    },
    async (request, reply) => {
      const audit = room(rooms);
      const line = await findLine(rooms, request.params.id);
      if (line === undefined)
        throw new DaybookError("DAYBOOK_HTTP_NOT_FOUND", `no event has the id ${request.params.id}`);
      return sendText(reply, await audit.prove(line));
    },
  );
}

function evidenceRoute(app: App, rooms: Rooms): void {
  app.get(
    "/audit/evidence",
    {
      config: { access: READERS },
      schema: {
        summary:
          "Evidence of a time: every entry of it, with the records that the query asks for; JSON lines, to be checked offline",
        tags,
        querystring: z.object({
          from: z.string().max(64).describe("Included, by the time of collection; RFC 3339 or `now-1h`"),
          to: z.string().max(64).default("now").describe("Not included"),
          query: z.string().default("").describe("Which records are given, in the search language; all when empty"),
        }),
      },
    },
    async (request, reply) => {
      const parts = await room(rooms).evidence(request.query, request.principal?.name ?? "admin");
      return reply
        .type("application/x-ndjson; charset=utf-8")
        .header("content-disposition", 'attachment; filename="evidence.ndjson"')
        .send(Readable.from(parts, { objectMode: false }));
    },
  );
}

function adminRoutes(app: App, rooms: Rooms): void {
  app.post(
    "/admin/audit/rotate-key",
    { config: { access: ADMIN }, schema: { summary: "A new signing key from the next entry on", tags } },
    (request) => room(rooms).rotateKey(request.principal?.name ?? "admin"),
  );
  app.post(
    "/admin/audit/anchor",
    { config: { access: ADMIN }, schema: { summary: "Anchor the newest head now", tags } },
    () => room(rooms).anchorNow(),
  );
  app.post(
    "/admin/audit/check",
    { config: { access: ADMIN }, schema: { summary: "Hold journal and store against the trail", tags } },
    (_request, reply) => reply.code(202).send(room(rooms).startCheck()),
  );
}

/** An event that came a moment ago is on the page before it can be found. */
async function findLine({ store }: Rooms, id: string): Promise<string | undefined> {
  const line = await store.getById(id);
  if (line !== undefined) return line;
  await store.waitSearchable(store.searchableSeq + 1, JUST_CAME_WAIT_MS);
  return store.getById(id);
}

function room({ audit }: Rooms): AuditDoor {
  if (audit === undefined) throw new DaybookError("DAYBOOK_AUDIT_OFF", "`audit` is false in this configuration");
  return audit;
}

function sendCheckpoint(reply: FastifyReply, audit: AuditDoor): FastifyReply {
  const note = audit.checkpoint();
  if (note === undefined) throw new DaybookError("DAYBOOK_HTTP_NOT_FOUND", "nothing has been signed yet");
  void reply.header("cache-control", cacheFor(audit, `max-age=${CHECKPOINT_MAX_AGE_SECONDS}`));
  return sendText(reply, note);
}

async function sendFile(reply: FastifyReply, audit: AuditDoor, path: string): Promise<FastifyReply> {
  const isTile = parseTilePath(path) !== undefined;
  const bytes = isTile || SMALL_FILE.test(path) ? await audit.file(path) : undefined;
  if (bytes === undefined) throw new DaybookError("DAYBOOK_HTTP_NOT_FOUND", `the trail has no ${path}`);
  if (!isTile) return sendText(reply, Buffer.from(bytes));
  void reply.header("cache-control", cacheFor(audit, `max-age=${TILE_MAX_AGE_SECONDS}, immutable`));
  return reply.type("application/octet-stream").send(Buffer.from(bytes));
}

function cacheFor(audit: AuditDoor, what: string): string {
  return `${audit.isPublic ? "public" : "private"}, ${what}`;
}

function sendText(reply: FastifyReply, text: string | Buffer): FastifyReply {
  return reply.type("text/plain; charset=utf-8").send(text);
}
