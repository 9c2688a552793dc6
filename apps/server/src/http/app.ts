import { existsSync } from "node:fs";
import { join } from "node:path";
import cookie from "@fastify/cookie";
import fastifyStatic from "@fastify/static";
import swagger from "@fastify/swagger";
import websocket from "@fastify/websocket";
import { DaybookError } from "@daybook/protocol";
import { fastify } from "fastify";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { installGuard } from "./guard.ts";
import { KEEP_ALIVE_TIMEOUT_MS, MAX_BODY_BYTES, MAX_STREAM_FRAME_BYTES, REQUEST_TIMEOUT_MS } from "./limits.ts";
import { createErrorHandler, sendProblem } from "./problem.ts";
import type { Rooms } from "./rooms.ts";
import { adminRoutes } from "./routes/admin.ts";
import { auditRoutes } from "./routes/audit.ts";
import { erasureRoutes } from "./routes/erasure.ts";
import { healthRoutes } from "./routes/health.ts";
import { ingestRoutes } from "./routes/ingest.ts";
import { reportRoutes } from "./routes/reports.ts";
import { searchRoutes } from "./routes/search.ts";
import { sessionRoutes } from "./routes/session.ts";
import { streamRoutes } from "./routes/stream.ts";
import { viewRoutes } from "./routes/views.ts";

const SECURITY_HEADERS = {
  "content-security-policy":
    "default-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; img-src 'self' data:; " +
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
};

export interface AppOptions {
  rooms: Rooms;
  allowedHosts: readonly string[];
  /** The built page, or undefined when it was not built: the API works without. */
  pageDir?: string | undefined;
}

/** The HTTP room. The caller listens and closes. */
export async function createApp({ rooms, allowedHosts, pageDir }: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1_024 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(createErrorHandler((error, request) => rooms.report(error, `${request.method} ${request.url}`)));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new DaybookError("DAYBOOK_HTTP_NOT_FOUND", `${request.method} ${request.url.split("?")[0]} does not exist`),
    ),
  );
  app.addHook("onSend", async (_request, reply) => {
    // A route may have a stricter one of its own.
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      if (!reply.hasHeader(name)) void reply.header(name, value);
    if (!reply.hasHeader("cache-control")) void reply.header("cache-control", "no-store");
  });

  await app.register(cookie);
  installGuard(app, { keys: rooms.keys, sessions: rooms.sessions, allowedHosts });
  await app.register(swagger, {
    openapi: {
      info: { title: "Daybook", version: rooms.version },
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(websocket, { options: { maxPayload: MAX_STREAM_FRAME_BYTES, perMessageDeflate: false } });

  app.register(async (scope) => {
    // Ingest reads bytes: parsing happens line by line, behind the door.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    ingestRoutes(scope, rooms);
  });
  app.register(async (scope) => {
    searchRoutes(scope, rooms);
    streamRoutes(scope, rooms);
    sessionRoutes(scope, rooms);
    viewRoutes(scope, rooms);
    adminRoutes(scope, rooms);
    auditRoutes(scope, rooms);
    erasureRoutes(scope, rooms);
    reportRoutes(scope, rooms);
    healthRoutes(scope, rooms);
  });
  await installPage(app, pageDir);
  return app;
}

async function installPage(app: FastifyInstance, pageDir: string | undefined): Promise<void> {
  if (pageDir === undefined || !existsSync(join(pageDir, "index.html"))) return;
  app.addHook("onRoute", (route) => {
    route.config ??= {};
    (route.config as { access?: unknown }).access ??= "open";
  });
  await app.register(fastifyStatic, {
    root: pageDir,
    cacheControl: false,
    setHeaders(response, path) {
      // Vite puts a hash into the names below assets/: they never change.
      const hashed = path.includes(`${pageDir}/assets/`);
      response.setHeader("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}
