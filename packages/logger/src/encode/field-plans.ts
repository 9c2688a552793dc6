import { MAX_REMEMBERED_NAMES } from "../limits.ts";
import type { FieldEncryption } from "./field-encryption.ts";
import { quote } from "./quote.ts";

/** Where a field that the caller passes goes. */
export type FieldRole = "keyword" | "prose" | "decimal" | "data" | "merge" | "alias" | "error" | "taken" | "durable";

export interface FieldPlan {
  readonly role: FieldRole;
  /** `,"name":` of the top-level field; an alias has its target's. */
  readonly lead: string;
  readonly target: string;
}

const KEYWORDS = [
  "request_id",
  "user_id",
  "session_id",
  "trace_id",
  "span_id",
  "symbol",
  "order_id",
  "trade_id",
  "side",
  "currency",
  "ip_address",
];
/** Keywords in which people write sentences: looked into for secrets. */
const PROSE = ["strategy", "exchange", "status", "user_agent"];
const DECIMALS = ["quantity", "price", "pnl", "fees"];
/** Objects whose members become members of `data`, the first one winning. */
export const MERGED = ["data", "metadata", "extra_data", "context"] as const;
/** Spellings that are taken when the real field is absent. */
const ALIASES: Readonly<Record<string, string>> = {
  strategy_name: "strategy",
  execution_price: "price",
  client_ip: "ip_address",
};

/** Plans for field names, looked up once a name and remembered. */
export class FieldPlans {
  readonly #plans = new Map<string, FieldPlan>();

  /** A field of the record itself that is encrypted goes into `data`: its column holds text, not what nobody can search. */
  constructor(encryption?: FieldEncryption) {
    for (const name of KEYWORDS) this.#add(name, "keyword", name);
    for (const name of PROSE) this.#add(name, "prose", name);
    for (const name of DECIMALS) this.#add(name, "decimal", name);
    for (const name of MERGED) this.#add(name, "merge", name);
    for (const [name, target] of Object.entries(ALIASES)) this.#add(name, "alias", target);
    for (const name of ["error", "err"]) this.#add(name, "error", name);
    for (const name of ["message", "level"]) this.#add(name, "taken", name);
    this.#add("durable", "durable", "durable");
    for (const [name, { role }] of this.#plans) {
      if (role !== "taken" && role !== "durable" && encryption?.covers(name) === true)
        this.#plans.set(name, { role: "data", lead: "", target: name });
    }
  }

  get(name: string): FieldPlan {
    return this.#plans.get(name) ?? this.#learn(name);
  }

  #learn(name: string): FieldPlan {
    const plan: FieldPlan = { role: "data", lead: "", target: name };
    if (this.#plans.size < MAX_REMEMBERED_NAMES) this.#plans.set(name, plan);
    return plan;
  }

  #add(name: string, role: FieldRole, target: string): void {
    this.#plans.set(name, { role, lead: `,${quote(target)}:`, target });
  }
}
