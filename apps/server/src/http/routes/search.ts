import { DaybookError } from "@daybook/protocol";
import type { SearchRequest } from "@daybook/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  DEFAULT_SEARCH_EVENTS,
  MAX_CONTEXT_EVENTS,
  MAX_FACET_FIELDS,
  MAX_FACET_VALUES,
  MAX_HISTOGRAM_BUCKETS,
  MAX_SEARCHABLE_WAIT_MS,
  MAX_SEARCH_EVENTS,
} from "../limits.ts";
import type { Rooms } from "../rooms.ts";

const filter = {
  query: z.string().optional().describe("Text in the search language"),
  level: z.string().optional().describe("Exactly this level; a rank is `query=level:>=WARNING`"),
  service: z.string().optional(),
  event_type: z.string().optional(),
  status: z.string().optional(),
  start_time: z.string().optional().describe("Included; RFC 3339 or `now-1h`"),
  end_time: z.string().optional().describe("Not included; RFC 3339 or `now`"),
};

const searchRequest = z.object({
  ...filter,
  limit: z.coerce.number().int().min(0).max(MAX_SEARCH_EVENTS).default(DEFAULT_SEARCH_EVENTS),
  cursor: z.string().max(2_000).optional(),
  order: z.enum(["asc", "desc"]).default("desc"),
  total: z.enum(["exact", "none"]).optional(),
  min_seq: z.coerce.number().int().min(0).optional(),
});

const READERS = ["read_only", "admin"] as const;

/** Answers are assembled from exact lines: what was stored goes out without being parsed. */
function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type("application/json; charset=utf-8").send(text);
}

export function searchRoutes(root: FastifyInstance, rooms: Rooms): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  async function search(asked: z.output<typeof searchRequest>, reply: FastifyReply): Promise<FastifyReply> {
    const started = performance.now();
    if (asked.min_seq !== undefined) await rooms.store.waitSearchable(asked.min_seq, MAX_SEARCHABLE_WAIT_MS);
    const request = { ...asked, total: asked.total ?? (asked.limit === 0 ? "exact" : "none") };
    const { lines, ...rest } = await rooms.store.search(withoutUndefined(request) as SearchRequest);
    const tail = JSON.stringify({ ...rest, took_ms: Math.round((performance.now() - started) * 10) / 10 });
    return sendJson(reply, `{"events":[${lines.join(",")}],${tail.slice(1)}`);
  }

  const searchDocs = { summary: "Search events, newest first", tags: ["logs"] };
  app.get(
    "/logs/search",
    { config: { access: READERS }, schema: { ...searchDocs, querystring: searchRequest } },
    (request, reply) => search(request.query, reply),
  );
  app.post(
    "/logs/search",
    { config: { access: READERS }, schema: { ...searchDocs, body: searchRequest } },
    (request, reply) => search(request.body, reply),
  );

  app.get(
    "/logs/:id",
    {
      config: { access: READERS },
      schema: {
        summary: "One event, byte for byte",
        tags: ["logs"],
        params: z.object({ id: z.string().min(1).max(1024) }),
      },
    },
    async (request, reply) => {
      const line = await rooms.store.getById(request.params.id);
      if (line === undefined) throw notFound(request.params.id);
      return sendJson(reply, line);
    },
  );

  app.get(
    "/logs/:id/context",
    {
      config: { access: READERS },
      schema: {
        summary: "An event's neighbours in journal order",
        tags: ["logs"],
        params: z.object({ id: z.string().min(1).max(1024) }),
        querystring: z.object({
          before: z.coerce.number().int().min(0).max(MAX_CONTEXT_EVENTS).default(20),
          after: z.coerce.number().int().min(0).max(MAX_CONTEXT_EVENTS).default(20),
          scope: z.enum(["producer", "service", "all"]).default("service"),
        }),
      },
    },
    async (request, reply) => {
      const found = await rooms.store.context(request.params.id, request.query);
      if (!found) throw notFound(request.params.id);
      const { before, event, after } = found;
      return sendJson(reply, `{"before":[${before.join(",")}],"event":${event},"after":[${after.join(",")}]}`);
    },
  );

  app.get(
    "/logs/stats",
    {
      config: { access: READERS },
      schema: {
        summary: "Counts and error trend",
        tags: ["logs"],
        querystring: z.object({ range: z.enum(["1h", "24h", "7d"]).default("24h") }),
      },
    },
    (request) => rooms.store.stats(request.query.range),
  );

  // GET for links, POST for queries that are longer than a URL may be.
  const histogram = z.object({
    ...filter,
    buckets: z.coerce.number().int().min(1).max(MAX_HISTOGRAM_BUCKETS).default(60),
  });
  const histogramDocs = { summary: "Events over time by level", tags: ["logs"] };
  app.get(
    "/logs/histogram",
    { config: { access: READERS }, schema: { ...histogramDocs, querystring: histogram } },
    (request) => rooms.store.histogram(withoutUndefined(request.query)),
  );
  app.post(
    "/logs/histogram",
    { config: { access: READERS }, schema: { ...histogramDocs, body: histogram } },
    (request) => rooms.store.histogram(withoutUndefined(request.body)),
  );

  const facets = z.object({
    ...filter,
    fields: z
      .string()
      .default("level,service,event_type,symbol,strategy")
      .transform((text) => text.split(",").map((name) => name.trim()))
      .pipe(z.array(z.string().min(1).max(256)).max(MAX_FACET_FIELDS)),
    limit: z.coerce.number().int().min(1).max(MAX_FACET_VALUES).default(20),
  });
  const facetsDocs = { summary: "Most frequent values of fields", tags: ["logs"] };
  app.get("/logs/facets", { config: { access: READERS }, schema: { ...facetsDocs, querystring: facets } }, (request) =>
    rooms.store.facets(withoutUndefined(request.query)),
  );
  app.post("/logs/facets", { config: { access: READERS }, schema: { ...facetsDocs, body: facets } }, (request) =>
    rooms.store.facets(withoutUndefined(request.body)),
  );
}

function notFound(id: string): DaybookError {
  return new DaybookError("DAYBOOK_HTTP_NOT_FOUND", `no event has the id ${JSON.stringify(id)}`);
}

/** Absent and undefined are different things to `exactOptionalPropertyTypes`. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
