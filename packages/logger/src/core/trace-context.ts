/** Ids of the span in which a program's code runs: lower-case hex, as in W3C Trace Context. */
export interface TraceIds {
  /** 32 digits. */
  readonly trace_id: string;
  /** 16 digits. */
  readonly span_id: string;
}

// What @opentelemetry/api 1.x agrees on with itself when a program holds several copies of it: the registry on
// `globalThis`, and the key of the span in a context. Source: its internal/global-utils and trace/context-utils.
const REGISTRY = Symbol.for("opentelemetry.js.api.1");
const SPAN = Symbol.for("OpenTelemetry Context Key SPAN");

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

/** As much of the registry as is looked at; any part may be missing or be another program's. */
interface Registry {
  readonly context?: { active?: () => { getValue?: (key: symbol) => unknown } | undefined };
}

interface Span {
  spanContext(): { readonly traceId: unknown; readonly spanId: unknown };
}

let lastTrace: unknown;
let lastSpan: unknown;
let lastIds: TraceIds | undefined;

/**
 * The active span's ids, when the program uses OpenTelemetry and a span is active; sampled or not. Without
 * OpenTelemetry this is one look at a property. Never throws. The same object for the same span, one after the other.
 */
export function activeTrace(): TraceIds | undefined {
  const registry = (globalThis as { [REGISTRY]?: Registry })[REGISTRY];
  if (registry === undefined) return undefined;
  try {
    const span = registry.context?.active?.()?.getValue?.(SPAN) as Span | undefined;
    if (span === undefined || span === null) return undefined;
    const { traceId, spanId } = span.spanContext();
    if (traceId !== lastTrace || spanId !== lastSpan) remember(traceId, spanId);
    return lastIds;
  } catch {
    return undefined;
  }
}

/** Checked once for each span, not for each event within it. */
function remember(traceId: unknown, spanId: unknown): void {
  const valid =
    typeof traceId === "string" && typeof spanId === "string" && TRACE_ID.test(traceId) && SPAN_ID.test(spanId);
  lastIds = valid ? { trace_id: traceId, span_id: spanId } : undefined;
  lastTrace = traceId;
  lastSpan = spanId;
}
