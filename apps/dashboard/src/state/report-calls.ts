import { RequestError } from "@daybook/client";
import type { PerformanceReport } from "@daybook/analytics";
import type { NoTradeReport, Reconciliation, TradeLife } from "../domain/trading-replies.ts";

/** The calls of the trading page. Each rejects with a `RequestError`, or with the reason of its own aborted signal. */
export interface ReportCalls {
  performance(parameters: URLSearchParams, signal: AbortSignal): Promise<PerformanceReport>;
  trade(id: string, signal: AbortSignal): Promise<TradeLife>;
  noTrade(parameters: URLSearchParams, signal: AbortSignal): Promise<NoTradeReport>;
  reconcile(parameters: URLSearchParams, csv: Blob, signal: AbortSignal): Promise<Reconciliation>;
}

export function createReportCalls(baseUrl: string, fetch = globalThis.fetch.bind(globalThis)): ReportCalls {
  async function ask<T>(path: string, init: RequestInit): Promise<T> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${baseUrl}${path}`, { headers: { accept: "application/json" }, ...init });
      text = await response.text();
    } catch (cause) {
      if (init.signal?.aborted) throw init.signal.reason;
      throw unreachable(baseUrl, cause);
    }
    return readReply(response, text, path) as T;
  }
  return {
    performance: (parameters, signal) => ask(`/reports/performance?${parameters}`, { signal }),
    trade: (id, signal) => ask(`/reports/trades/${encodeURIComponent(id)}`, { signal }),
    noTrade: (parameters, signal) => ask(`/reports/no_trade?${parameters}`, { signal }),
    reconcile: (parameters, csv, signal) =>
      ask(`/reports/reconciliation?${parameters}`, {
        method: "POST",
        body: csv,
        headers: { accept: "application/json", "content-type": "text/csv" },
        signal,
      }),
  };
}

function readReply(response: Response, text: string, path: string): unknown {
  const value = parsed(text);
  if (response.ok && value !== undefined) return value;
  if (isProblem(value)) {
    const { code, title, detail, hint } = value;
    throw new RequestError(
      { code, status: response.status, title: title ?? code, detail: detail ?? title ?? code, hint: hint ?? "" },
      value,
    );
  }
  throw new RequestError({
    code: "DAYBOOK_CLIENT_BAD_REPLY",
    status: response.status,
    title: "The answer cannot be read",
    detail: `${path.split("?")[0]} answered ${response.status} with: ${text.slice(0, 120) || "nothing"}`,
    hint: "Is this address a Daybook server of this version? Something between may have answered instead.",
  });
}

function unreachable(baseUrl: string, cause: unknown): RequestError {
  return new RequestError(
    {
      code: "DAYBOOK_CLIENT_UNREACHABLE",
      status: 0,
      title: "Daybook does not answer",
      detail: `Cannot reach ${baseUrl}.`,
      hint: "Nothing recorded is lost. Look whether the server runs: `daybook doctor`.",
    },
    undefined,
    { cause },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Problem = NonNullable<RequestError["problem"]>;

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
}
