import { boolean, decimal, id, integer, json, number, object, payload, text, texts, time } from "./payload-fields.ts";

const call = {
  endpoint: text,
  method: text,
  url: text,
  status_code: integer,
  response_time: number,
  response_time_ms: number,
  request_bytes: integer,
  response_bytes: integer,
  exchange: text,
  retry_count: integer,
} as const;
const telegram = { user_id: id, username: text, first_name: text, chat_id: id, chat_type: text } as const;

/** System, API, performance and bot: how the program and its surroundings are. */
export const SYSTEM_PAYLOADS = {
  system_start: payload({}, { version: text, config: object, node_version: text }),
  system_stop: payload({}, { reason: text, uptime_s: number, exit_code: integer }),
  system_error: payload({}, { component: text, retry_count: integer, endpoint: text, fatal: boolean }),
  health_check: payload({}, { component: text, status: text, response_time_ms: number, checks: object }),
  market_status: payload({}, { status: text, exchange: text, is_open: boolean, next_open: time, next_close: time }),
  system_metrics: payload(
    {},
    {
      cpu_percent: number,
      cpu_count: integer,
      memory_percent: number,
      memory_available_mb: number,
      disk_percent: number,
      network_bytes_sent: integer,
      network_bytes_recv: integer,
      event_loop_delay_ms: number,
      threshold: number,
    },
  ),
  heartbeat: payload({}, { uptime_s: number, status: text }),
  config_changed: payload({}, { setting: text, old_value: json, new_value: json, changed_by: text }),

  api_call: payload({}, call),
  api_error: payload({}, { ...call, error_code: id, reason: text }),
  rate_limit: payload({}, { ...call, retry_after_s: number, limit: integer, used: integer }),
  http_request: payload({}, { ...call, path: text, ip_address: text, user_agent: text }),

  performance_metric: payload({}, { metric: text, value: decimal, unit: text, metrics: object }),
  latency_measurement: payload({ operation: text }, { latency_us: number, latency_ms: number, stage: text }),
  operation_completed: payload({ operation: text }, { duration_ms: number }),
  operation_failed: payload({ operation: text }, { duration_ms: number, reason: text }),

  telegram_interaction: payload({}, { ...telegram, command: text, message_text: text }),
  bot_response: payload(
    {},
    {
      ...telegram,
      command: text,
      response_type: text,
      response_length: integer,
      response_preview: text,
      response_time_ms: number,
    },
  ),
  trading_command: payload({ command: text }, { ...telegram, parameters: object, symbol: text, arguments: texts }),
} as const;
