import { createLogger } from "./index.ts";

// What an author writes is checked where it is written: each of these must compile, or must not.
const log = createLogger({ service: "s" });

export const id: string = log.tradeEntry({ symbol: "A", side: "buy", quantity: "0.1", price: 10n, own: { any: 1 } });
log.heartbeat();
log.info("text", { order_id: 5, price: "1.5", anything: new Map() });
log.apiCall({ level: "DEBUG", endpoint: "/x", status_code: 200, metadata: { a: 1 } });
// @ts-expect-error price is missing
log.tradeEntry({ symbol: "A", side: "buy", quantity: 1 });
// @ts-expect-error an order has an id
log.orderAccepted();
// @ts-expect-error there is no such level
log.log("LOUD", "text");
// @ts-expect-error a symbol is text
log.info("text", { symbol: 5 });
