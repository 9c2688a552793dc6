import type { ReportRequest } from "@daybook/analytics";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { MAX_STATEMENT_BYTES } from "../limits.ts";
import type { ReportFormat, Rooms } from "../rooms.ts";

const READERS = ["read_only", "admin"] as const;
const tags = ["reports"];

/** One value or several of the same parameter. */
const several = z
  .union([z.string().max(256), z.array(z.string().max(256)).max(200)])
  .transform((value) => (typeof value === "string" ? [value] : value))
  .optional();
const text = z.string().max(100).optional();

const period = {
  timeframe: text.describe("1d, 1w, 1m, 3m, 1y or all; the current day is its last"),
  date: text.describe("One day, YYYY-MM-DD"),
  start: text.describe("Included; YYYY-MM-DD or RFC 3339"),
  end: text.describe("A date is included, an instant is not"),
  start_date: text.describe("The same as `start`"),
  end_date: text.describe("The same as `end`"),
  time_zone: text.describe("Zone in which days are cut; IANA name, UTC when not given"),
  close: text.describe("HH:MM at which a day ends in the zone; 00:00 when not given"),
};
const convention = {
  currency: text.describe("That of most trades when not given"),
  symbol: several.describe("Only these; repeatable"),
  strategy: several.describe("Only these; repeatable"),
  periods_per_year: text.describe("365 when not given; 252 for exchanges"),
  risk_free: text.describe("A year; 0 when not given"),
  source: text.describe("auto, events or fills"),
  matching: text.describe("fifo, lifo or average: how fills are matched"),
  round_trips: text.describe("flat_to_flat, per_close or per_run: what one trade of fills is"),
  compat: text.describe("quantstats, empyrical, performanceanalytics, freqtrade or backtesting.py, beside ours"),
  starting_equity: text.describe("Equity before the first event, when no balance was logged"),
  max_trades: text.describe("Trades in the list, the newest"),
};
const format = z.enum(["json", "html", "csv", "parquet"]).default("json");
const table = z
  .enum(["trades", "days", "symbols", "strategies"])
  .default("trades")
  .describe("What csv and parquet hold");
const readable = z.enum(["json", "html"]).default("json");

const TYPES: Readonly<Record<ReportFormat, string>> = {
  json: "application/json; charset=utf-8",
  html: "text/html; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
};

type Asked = ReportRequest & { start_date?: string | undefined; end_date?: string | undefined };

/** The seeds' names of the bounds count where ours are not given. */
function requestOf({ start_date: startDate, end_date: endDate, ...asked }: Asked): ReportRequest {
  return { ...asked, start: asked.start ?? startDate, end: asked.end ?? endDate };
}

/** Ends the reading of the store when the caller goes away. */
function signalOf(request: FastifyRequest): AbortSignal {
  const controller = new AbortController();
  request.raw.socket.once("close", () => controller.abort());
  return controller.signal;
}

function send(reply: FastifyReply, kind: ReportFormat, name: string, body: string | Uint8Array): FastifyReply {
  void reply.type(TYPES[kind]);
  if (kind === "html") {
    // The report brings its own policy; the page's would forbid its charts' styles.
    void reply.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  }
  if (kind === "csv" || kind === "parquet") {
    void reply.header("content-disposition", `attachment; filename="${name}.${kind}"`);
  }
  return reply.send(typeof body === "string" ? body : Buffer.from(body));
}

export function reportRoutes(root: FastifyInstance, rooms: Rooms): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { reports } = rooms;

  app.get(
    "/reports/performance",
    {
      config: { access: READERS },
      schema: {
        summary: "Trades, equity and figures of a time, each with its convention",
        tags,
        querystring: z.object({ ...period, ...convention, format, table }),
      },
    },
    async (request, reply) => {
      const { format: kind, table: what, ...asked } = request.query;
      const body = await reports.performance(requestOf(asked), kind, what, signalOf(request));
      return send(reply, kind, what, body);
    },
  );
  for (const path of ["/reports/daily", "/audit/daily_report"]) {
    app.get(
      path,
      {
        config: { access: READERS },
        schema: {
          summary: "A day: trading, execution, models, risk, errors and calls",
          tags,
          querystring: z.object({ ...period, ...convention, format: readable }),
        },
      },
      async (request, reply) => {
        const { format: kind, ...asked } = request.query;
        return send(reply, kind, "daily", await reports.daily(requestOf(asked), kind, signalOf(request)));
      },
    );
  }
  app.get(
    "/reports/logs",
    {
      config: { access: READERS },
      schema: {
        summary: "Volume by service and level, errors, calls and uptime of a time",
        tags,
        querystring: z.object({ ...period, format: readable }),
      },
    },
    async (request, reply) => {
      const { format: kind, ...asked } = request.query;
      return send(reply, kind, "logs", await reports.logs(requestOf(asked), kind, signalOf(request)));
    },
  );
  auditFigures(root, rooms);
  tradeViews(root, rooms);
}

/** The addresses of the figures alone. */
function auditFigures(root: FastifyInstance, { reports }: Rooms): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const querystring = z.object({ ...period, ...convention });
  const figures = {
    "/audit/trading_metrics": ["Figures of the trades of a time", "tradingMetrics"],
    "/audit/symbol_performance": ["Results by symbol", "symbolPerformance"],
    "/audit/system_metrics": ["Calls, uptime and resources", "systemMetrics"],
    "/audit/risk_metrics": ["Limits, losses and exposure", "riskMetrics"],
    "/audit/error_summary": ["Errors by source and by kind", "errorSummary"],
  } as const;
  for (const [path, [summary, make]] of Object.entries(figures)) {
    app.get(path, { config: { access: READERS }, schema: { summary, tags, querystring } }, (request) =>
      reports[make](requestOf(request.query), signalOf(request)),
    );
  }
  app.post(
    "/audit/export_logs",
    {
      config: { access: ["admin"] as const },
      schema: {
        summary: "Write events to a file of the directory of exports; asks for a job that tells how far it is",
        tags,
        body: z.object({
          output_file: z.string().min(1).max(200).describe("A plain name; its ending says csv, ndjson or parquet"),
          start_date: text,
          end_date: text,
          event_types: z.array(z.string().min(1).max(100)).max(200).default([]),
          query: z.string().default(""),
          time_zone: text,
        }),
      },
    },
    (request, reply) => reply.code(202).send(reports.startExport(request.body, request.principal?.name ?? "admin")),
  );
  app.get(
    "/exports/:name",
    {
      config: { access: ["admin"] as const },
      schema: { summary: "A file that was exported", tags, params: z.object({ name: z.string().min(1).max(200) }) },
    },
    async (request, reply) => {
      const { stream, size } = await reports.openExport(request.params.name);
      void reply.header("content-disposition", `attachment; filename="${request.params.name}"`);
      return reply.type("application/octet-stream").header("content-length", size).send(stream);
    },
  );
  app.get(
    "/exports",
    { config: { access: ["admin"] as const }, schema: { summary: "Files that were exported", tags } },
    () => reports.listExports(),
  );
}

/** One trade's life, signals without a trade, and a statement held against the log. */
function tradeViews(root: FastifyInstance, { reports }: Rooms): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  app.get(
    "/reports/trades/:id",
    {
      config: { access: READERS },
      schema: {
        summary: "The whole life of a trade: signal, decision, orders, fills, exit",
        tags,
        params: z.object({ id: z.string().min(1).max(1_024) }),
      },
    },
    (request) => reports.tradeLife(request.params.id, signalOf(request)),
  );
  app.get(
    "/reports/no_trade",
    {
      config: { access: READERS },
      schema: {
        summary: "Signals that did not become orders, each with the reason found in the events",
        tags,
        querystring: z.object(period),
      },
    },
    (request) => reports.noTrade(requestOf(request.query), signalOf(request)),
  );
  app.register(async (scope) => {
    scope.addContentTypeParser(
      "text/csv",
      { parseAs: "buffer", bodyLimit: MAX_STATEMENT_BYTES },
      (_request, body, done) => done(null, body),
    );
    const typed = scope.withTypeProvider<ZodTypeProvider>();
    typed.post(
      "/reports/reconciliation",
      {
        config: { access: READERS },
        schema: {
          summary: "Hold an exchange's statement (text/csv) against the logged fills and balances",
          tags,
          querystring: z.object({ ...period, ...convention }),
        },
      },
      (request) => reports.reconcile(requestOf(request.query), request.body as Buffer, signalOf(request)),
    );
  });
}
