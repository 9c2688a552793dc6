import { decimal, id, integer, json, number, payload, text, texts, time } from "./payload-fields.ts";

const actor = { user_id: id, role: text, ip_address: text, status: text, reason: text } as const;
const span = { first_seq: integer, last_seq: integer, count: integer } as const;

/** Access and Daybook's own events. */
export const DAYBOOK_PAYLOADS = {
  login: payload({}, { ...actor, method: text }),
  access_denied: payload({}, { ...actor, resource: text, action: text }),
  record_read: payload({}, { ...actor, ...span, query: text }),
  export: payload({}, { ...actor, ...span, query: text, format: text }),
  erasure: payload({}, { ...actor, ...span, subject: text, fields: texts }),
  retention_applied: payload({}, { ...span, retention_class: text, before: time }),
  legal_hold: payload({}, { ...actor, name: text, query: text, until: time }),
  key_created: payload({}, { ...actor, name: text, key_id: id }),
  key_revoked: payload({}, { ...actor, name: text, key_id: id }),

  gap_detected: payload({}, { producer: text, from_producer_seq: integer, to_producer_seq: integer, count: integer }),
  logs_dropped: payload({}, { sink: text, count: integer, reason: text }),
  logs_collapsed: payload({}, { count: integer, reason: text, example: text, last_at: time }),
  redaction: payload({}, { rule: text, count: integer, counts: json }),
  alert_fired: payload(
    {},
    { name: text, severity: text, value: decimal, threshold: decimal, query: text, fingerprint: text, labels: json },
  ),
  alert_resolved: payload({}, { name: text, severity: text, fingerprint: text, duration_s: number, labels: json }),
  alert_acknowledged: payload({}, { ...actor, name: text, fingerprint: text, until: time }),
  silence_created: payload({}, { ...actor, name: text, matcher: text, until: time }),
  silence_expired: payload({}, { name: text, matcher: text }),
  checkpoint_anchored: payload(
    {},
    { size: integer, root_hash: text, chain_id: integer, tx_hash: text, block_number: integer },
  ),
  view_saved: payload({}, { ...actor, name: text, state: text }),
  view_deleted: payload({}, { ...actor, name: text }),
} as const;
