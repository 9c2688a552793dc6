/** A decimal as a caller may write it; its exact text is kept. A `bigint` is exact at any size. */
export type Decimal = number | bigint | string;

/** Fields of a record that everyone filters by. They are found again under the same names. */
export interface CommonFields {
  /** Replaces the text that the event type has by itself. Typed calls only. */
  message?: string;
  symbol?: string | null;
  strategy?: string | null;
  order_id?: string | number | bigint | null;
  trade_id?: string | number | bigint | null;
  side?: string | null;
  quantity?: Decimal | null;
  price?: Decimal | null;
  pnl?: Decimal | null;
  fees?: Decimal | null;
  currency?: string | null;
  exchange?: string | null;
  status?: string | null;
  request_id?: string | null;
  user_id?: string | number | bigint | null;
  session_id?: string | null;
  trace_id?: string | null;
  span_id?: string | null;
  ip_address?: string | null;
  user_agent?: string | null;
  /** An exception: becomes `exception_type`, `exception_message` and `stack_trace` with its causes. */
  error?: unknown;
  /** Merged into `data`; a field of the same name beside it wins. */
  metadata?: object | null;
}

/** Any further field goes into `data` under its own name. */
export type Fields = CommonFields & { readonly [name: string]: unknown };
