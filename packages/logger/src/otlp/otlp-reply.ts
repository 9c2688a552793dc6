import { retryAfterMs } from "../collector/backoff.ts";
import type { HttpReply, Verdict } from "../collector/verdict.ts";

/** The specification's list of answers after which the same may be sent again. */
const RETRYABLE = new Set([429, 502, 503, 504]);
/** Nothing was taken, and somebody will set the key or the address right. Not in the list; not to wait would lose all. */
const MISCONFIGURED = new Set([401, 403, 404, 405]);

/** Reads the answer of an OTLP/HTTP endpoint (OTLP 1.5, "OTLP/HTTP Response"). */
export function judgeOtlpReply(reply: HttpReply, _count: number, nowMs: number): Verdict {
  const { status } = reply;
  if (status >= 200 && status < 300) return success(reply.body);
  if (status === 413) return { kind: "split" };
  const reason = `the OTLP endpoint answered ${status}${messageOf(reply.body)}`;
  if (RETRYABLE.has(status)) {
    return { kind: "again", code: "DAYBOOK_LOGGER_OTLP", reason, waitMs: retryAfterMs(reply.retryAfter, nowMs) };
  }
  if (MISCONFIGURED.has(status) || (status >= 300 && status < 400)) {
    const hint = `${reason}: the options url and headers must be right for it; events wait`;
    return { kind: "again", code: "DAYBOOK_LOGGER_OTLP", reason: hint, waitMs: undefined };
  }
  return { kind: "refused", reason };
}

/** A success may refuse some records, and does not say which. */
function success(body: string): Verdict {
  // A page of something in between: an endpoint answers with a message, or with nothing.
  if (body.trimStart().startsWith("<")) {
    const reason = "it answered with a page, not like an OTLP endpoint: check the option url; events wait";
    return { kind: "again", code: "DAYBOOK_LOGGER_OTLP", reason, waitMs: undefined };
  }
  const partial = (parsed(body) as { partialSuccess?: { rejectedLogRecords?: unknown; errorMessage?: unknown } | null })
    .partialSuccess;
  // A 64-bit integer: a text in the JSON of protocol buffers, a number from some servers.
  const rejected = Number(partial?.rejectedLogRecords ?? 0);
  const example = typeof partial?.errorMessage === "string" ? partial.errorMessage.slice(0, 500) : "";
  return { kind: "done", rejected: Number.isSafeInteger(rejected) && rejected > 0 ? rejected : 0, example };
}

/** The message of a google.rpc.Status, to be read behind a status. */
function messageOf(body: string): string {
  const { message } = parsed(body) as { message?: unknown };
  return typeof message === "string" && message !== "" ? `: ${message.slice(0, 500)}` : "";
}

function parsed(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
