import { isIP } from "node:net";
import { DaybookError } from "@daybook/protocol";
import type { Role } from "@daybook/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { KeyStore, Principal } from "../access/key-store.ts";
import type { Sessions } from "../access/sessions.ts";

declare module "fastify" {
  interface FastifyRequest {
    principal: Principal | null;
    sessionToken: string | null;
  }
  interface FastifyContextConfig {
    /** Roles that may call this route; `open` needs no key. Every route says one: there is no default. */
    access?: "open" | readonly Role[];
  }
}

export const SESSION_COOKIE = "daybook_session";

export interface GuardOptions {
  keys: KeyStore;
  sessions: Sessions;
  /** Host names besides loopback and IP addresses. */
  allowedHosts: readonly string[];
}

/**
 * Host, origin and key, checked before a body is read. A Host by name that is not ours is refused (DNS rebinding); a
 * browser's Origin must be the page's own.
 */
export function installGuard(app: FastifyInstance, options: GuardOptions): void {
  const names = new Set(["localhost", ...options.allowedHosts.map((host) => host.toLowerCase())]);
  app.decorateRequest("principal", null);
  app.decorateRequest("sessionToken", null);

  app.addHook("onRequest", async (request) => {
    const host = hostName(request.headers.host ?? "");
    if (!names.has(host) && isIP(host) === 0) {
      throw new DaybookError("DAYBOOK_HTTP_HOST_REFUSED", `this request was for ${JSON.stringify(host)}`);
    }
    const origin = request.headers.origin;
    if (origin !== undefined && !sameHost(origin, request.headers.host ?? "")) {
      throw new DaybookError("DAYBOOK_HTTP_ORIGIN_REFUSED", `this request came from a page of ${origin}`);
    }
    identify(request, options);
    const access = request.routeOptions.config.access;
    if (access === "open" || request.is404) return;
    if (!request.principal) {
      const what = request.headers.authorization ? "the key sent is not known" : "no key was sent";
      throw new DaybookError("DAYBOOK_ACCESS_UNAUTHENTICATED", what);
    }
    if (!access?.includes(request.principal.role)) {
      const allowed = access?.join(" or ") ?? "nobody";
      throw new DaybookError("DAYBOOK_ACCESS_FORBIDDEN", `role ${request.principal.role} may not; needed: ${allowed}`);
    }
  });
}

function identify(request: FastifyRequest, { keys, sessions }: GuardOptions): void {
  const key = keyOf(request.headers.authorization);
  if (key !== undefined) {
    request.principal = keys.find(key) ?? null;
    return;
  }
  const token = request.cookies[SESSION_COOKIE];
  if (token === undefined) return;
  request.principal = sessions.find(token) ?? null;
  request.sessionToken = request.principal ? token : null;
}

/** The key in `Bearer KEY`, `ApiKey KEY` (Elasticsearch: base64 of `id:KEY`) or `Basic base64(any:KEY)`. */
export function keyOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const space = authorization.indexOf(" ");
  const scheme = authorization.slice(0, space).toLowerCase();
  const value = authorization.slice(space + 1).trim();
  if (scheme === "bearer") return value;
  if (scheme === "apikey" && value.startsWith("dbk_")) return value;
  if (scheme !== "basic" && scheme !== "apikey") return "";
  const text = Buffer.from(value, "base64").toString("utf8");
  const colon = text.indexOf(":");
  // An ApiKey without a colon is the key as it stands.
  return colon < 0 ? value : text.slice(colon + 1);
}

function hostName(host: string): string {
  const bracket = /^\[([^\]]*)\]/.exec(host);
  if (bracket?.[1] !== undefined) return bracket[1];
  return (host.split(":")[0] ?? "").toLowerCase();
}

function sameHost(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host.toLowerCase() === host.toLowerCase();
}
