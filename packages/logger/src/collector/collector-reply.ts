import type { IngestReply, RejectedLine } from "@daybook/protocol";
import { retryAfterMs } from "./backoff.ts";
import type { HttpReply, Verdict } from "./verdict.ts";

/** Statuses that say "not now" rather than "not so". */
const TRANSIENT = new Set([408, 423, 425, 429]);

/**
 * Reads the collector's answer. A success counts only with a reply of the right shape: something in
 * between may answer 200 to everything, and "acknowledged" must mean durable.
 */
export function judgeReply(reply: HttpReply, count: number, nowMs: number): Verdict {
  const { status } = reply;
  const waitMs = retryAfterMs(reply.retryAfter, nowMs);
  if (status === 401 || status === 403) {
    const reason = `the key was refused (${status}): set DAYBOOK_KEY, or the option key, to a key of role ingest; events wait`;
    return { kind: "again", code: "DAYBOOK_LOGGER_KEY_REFUSED", reason, waitMs };
  }
  if (status === 413) return { kind: "split" };
  const parsed = parseReply(reply.body);
  if (status >= 200 && status < 300) {
    return parsed === undefined ? stranger(`it answered ${status} without an ingest reply`) : done(parsed.rejected);
  }
  if (status === 400 && parsed !== undefined && parsed.rejected.length > 0 && parsed.rejected.length >= count) {
    return done(parsed.rejected);
  }
  if ((status >= 300 && status < 400) || status === 404 || status === 405) return stranger(`it answered ${status}`);
  if (status >= 500 || TRANSIENT.has(status)) {
    const reason = `the collector answered ${status}${detailOf(reply.body)}`;
    return { kind: "again", code: "DAYBOOK_LOGGER_UNREACHABLE", reason, waitMs };
  }
  return { kind: "refused", reason: `the collector answered ${status}${detailOf(reply.body)}` };
}

function done(rejected: readonly RejectedLine[]): Verdict {
  const [first] = rejected;
  const example = first === undefined ? "" : `${first.code} ${first.reason}`;
  return { kind: "done", rejected: rejected.length, example };
}

function stranger(what: string): Verdict {
  const reason = `${what}: DAYBOOK_URL must be the address that \`daybook start\` prints; events wait`;
  return { kind: "again", code: "DAYBOOK_LOGGER_NOT_A_COLLECTOR", reason, waitMs: undefined };
}

function parseReply(body: string): Pick<IngestReply, "accepted" | "rejected"> | undefined {
  try {
    const reply = JSON.parse(body) as Partial<IngestReply> | null;
    if (typeof reply?.accepted !== "number") return undefined;
    return { accepted: reply.accepted, rejected: Array.isArray(reply.rejected) ? reply.rejected : [] };
  } catch {
    return undefined;
  }
}

/** The text of a problem document, to be read behind a status. */
function detailOf(body: string): string {
  try {
    const problem = JSON.parse(body) as { code?: unknown; detail?: unknown } | null;
    const parts = [problem?.code, problem?.detail].filter((part) => typeof part === "string");
    return parts.length === 0 ? "" : `: ${parts.join(" ").slice(0, 500)}`;
  } catch {
    return "";
  }
}
