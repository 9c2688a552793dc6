import type { LogRecord } from "@daybook/protocol";

const START_MS = Date.UTC(2026, 0, 15, 10);

/** The `n`th of a made-up stream, one a second; what a test cares about goes into `changes`. */
export function record(n: number, changes: Partial<LogRecord> = {}): LogRecord {
  const time = `${new Date(START_MS + n * 1000).toISOString().slice(0, -1)}000Z`;
  return {
    seq: n,
    timestamp: time,
    level: n % 5 === 0 ? "ERROR" : "INFO",
    service: n % 2 === 0 ? "trading-engine" : "api-gateway",
    event_type: n % 3 === 0 ? "order_filled" : "api_call",
    message: `Event number ${n} of many`,
    id: `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`,
    collected_at: time,
    ...changes,
  };
}

export function records(
  from: number,
  to: number,
  changes: (n: number) => Partial<LogRecord> = () => ({}),
): LogRecord[] {
  return Array.from({ length: to - from + 1 }, (_, at) => record(from + at, changes(from + at)));
}

export const RECORDS_START_MS = START_MS;
