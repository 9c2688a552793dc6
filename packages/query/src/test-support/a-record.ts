import type { LogRecord } from "@daybook/protocol";

/** A record with what every record has, and the fields given. */
export function aRecord(fields: Partial<LogRecord> = {}): LogRecord {
  return {
    seq: 1,
    timestamp: "2024-01-15T10:30:45.123456Z",
    level: "INFO",
    service: "trading-engine",
    event_type: "order_filled",
    message: "",
    id: "018d0c5e-0000-7000-8000-000000000001",
    collected_at: "2024-01-15T10:30:46.000000Z",
    ...fields,
  };
}
