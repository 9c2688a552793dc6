import type { Level } from "@daybook/protocol";

/** A decimal as a caller may write it; its exact text is kept. A `bigint` is exact at any size. */
export type Decimal = number | bigint | string;

/** Fields of a record that everyone filters by. They are found again under the same names. */
export interface CommonFields {
  /** Replaces the text that the event type has by itself. Typed calls only. */
  message?: string | undefined;
  /** Instead of the event type's own level. Typed calls only. */
  level?: Level | Lowercase<Level> | undefined;
  symbol?: string | null | undefined;
  strategy?: string | null | undefined;
  order_id?: string | number | bigint | null | undefined;
  trade_id?: string | number | bigint | null | undefined;
  side?: string | null | undefined;
  quantity?: Decimal | null | undefined;
  price?: Decimal | null | undefined;
  pnl?: Decimal | null | undefined;
  fees?: Decimal | null | undefined;
  currency?: string | null | undefined;
  exchange?: string | null | undefined;
  status?: string | null | undefined;
  request_id?: string | null | undefined;
  user_id?: string | number | bigint | null | undefined;
  session_id?: string | null | undefined;
  trace_id?: string | null | undefined;
  span_id?: string | null | undefined;
  ip_address?: string | null | undefined;
  user_agent?: string | null | undefined;
  /** An exception: becomes `exception_type`, `exception_message` and `stack_trace` with its causes. */
  error?: unknown;
  /** `true`: the call returns when the event is on the disk (fsync), in every sink that can promise that. */
  durable?: boolean | undefined;
  /** Merged into `data`; a field of the same name beside it wins. */
  metadata?: object | null | undefined;
}

/** Any further field goes into `data` under its own name. */
export type Fields = CommonFields & { readonly [name: string]: unknown };
