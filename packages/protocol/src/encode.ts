import { isFloatSafe } from "./decimal.ts";
import type { DecimalText } from "./decimal.ts";
import type { LogRecord } from "./record.ts";

/**
 * The canonical line of a record, without a newline: fields in the order of `RECORD_FIELDS`, absent ones left out.
 * The same record gives the same bytes for ever; `decodeRecord` is its inverse.
 */
export function encodeRecord(record: LogRecord): string {
  return `{"seq":${record.seq},"timestamp":"${record.timestamp}","level":"${record.level}"${names(record)}${context(record)}${trade(record)}${details(record)}}`;
}

// One expression a field and no loop: the compiler sees fixed property names. Three times faster than walking the table.

function names(r: LogRecord): string {
  let line = `,"service":${quote(r.service)}`;
  if (r.logger !== undefined) line += `,"logger":${quote(r.logger)}`;
  line += `,"event_type":${quote(r.event_type)},"message":${quote(r.message)},"id":${quote(r.id)}`;
  if (r.producer !== undefined) line += `,"producer":${quote(r.producer)}`;
  if (r.producer_seq !== undefined) line += `,"producer_seq":${r.producer_seq}`;
  return line;
}

function context(r: LogRecord): string {
  let line = "";
  if (r.environment !== undefined) line += `,"environment":${quote(r.environment)}`;
  if (r.session_id !== undefined) line += `,"session_id":${quote(r.session_id)}`;
  if (r.request_id !== undefined) line += `,"request_id":${quote(r.request_id)}`;
  if (r.user_id !== undefined) line += `,"user_id":${quote(r.user_id)}`;
  if (r.trace_id !== undefined) line += `,"trace_id":${quote(r.trace_id)}`;
  if (r.span_id !== undefined) line += `,"span_id":${quote(r.span_id)}`;
  return line;
}

function trade(r: LogRecord): string {
  let line = "";
  if (r.symbol !== undefined) line += `,"symbol":${quote(r.symbol)}`;
  if (r.strategy !== undefined) line += `,"strategy":${quote(r.strategy)}`;
  if (r.order_id !== undefined) line += `,"order_id":${quote(r.order_id)}`;
  if (r.trade_id !== undefined) line += `,"trade_id":${quote(r.trade_id)}`;
  if (r.side !== undefined) line += `,"side":${quote(r.side)}`;
  if (r.quantity !== undefined) line += `,"quantity":${money(r.quantity)}`;
  if (r.price !== undefined) line += `,"price":${money(r.price)}`;
  if (r.pnl !== undefined) line += `,"pnl":${money(r.pnl)}`;
  if (r.fees !== undefined) line += `,"fees":${money(r.fees)}`;
  if (r.currency !== undefined) line += `,"currency":${quote(r.currency)}`;
  if (r.exchange !== undefined) line += `,"exchange":${quote(r.exchange)}`;
  if (r.status !== undefined) line += `,"status":${quote(r.status)}`;
  return line;
}

function details(r: LogRecord): string {
  let line = "";
  if (r.data !== undefined) line += `,"data":${JSON.stringify(r.data)}`;
  if (r.exception_type !== undefined) line += `,"exception_type":${quote(r.exception_type)}`;
  if (r.exception_message !== undefined) line += `,"exception_message":${quote(r.exception_message)}`;
  if (r.stack_trace !== undefined) line += `,"stack_trace":${JSON.stringify(r.stack_trace)}`;
  if (r.ip_address !== undefined) line += `,"ip_address":${quote(r.ip_address)}`;
  if (r.user_agent !== undefined) line += `,"user_agent":${quote(r.user_agent)}`;
  if (r.host !== undefined) line += `,"host":${quote(r.host)}`;
  if (r.pid !== undefined) line += `,"pid":${r.pid}`;
  if (r.file !== undefined) line += `,"file":${quote(r.file)}`;
  if (r.line !== undefined) line += `,"line":${r.line}`;
  line += `,"collected_at":"${r.collected_at}"`;
  if (r.audit_index !== undefined) line += `,"audit_index":${r.audit_index}`;
  return line;
}

function money(text: DecimalText): string {
  return isFloatSafe(text) ? text : `"${text}"`;
}

/** Quotes, backslashes, control characters and surrogates. */
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The JSON string of a text. The test is a third faster than `JSON.stringify`, and few texts need more. */
function quote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}
