import type { EventPayload } from "./payloads.ts";

// What an author writes is checked where it is written: each of these must compile, or must not.

export const entry: EventPayload<"trade_entry"> = {
  symbol: "A",
  side: "buy",
  quantity: "0.1",
  price: 10n,
  own: { any: 1 },
};
// @ts-expect-error price is missing
export const withoutPrice: EventPayload<"trade_entry"> = { symbol: "A", side: "buy", quantity: 1 };
// @ts-expect-error a quantity is a number, text or bigint
export const wrongQuantity: EventPayload<"order_filled"> = { symbol: "A", side: "buy", quantity: true, price: 1 };
export const optionalAbsent: EventPayload<"ai_decision"> = { confidence: undefined };
// @ts-expect-error confidence is a number
export const wrongOptional: EventPayload<"ai_decision"> = { confidence: "high" };
