import type { DecimalText } from "@daybook/protocol";
import { ExactSum } from "../decimal/exact-sum.ts";
import { money } from "../decimal/money.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import { BoundedGroups, countedOf } from "./bounded-groups.ts";
import type { Counted } from "./bounded-groups.ts";
import { Distribution } from "./distribution.ts";
import type { Spread } from "./distribution.ts";
import { firstDecimal, firstText, reasonIn, statusOf } from "./fields.ts";
import { MAX_TRANSACTIONS } from "./limits.ts";
import { RecentMap } from "./recent-map.ts";

export interface TradeSuccessFigures {
  readonly attempts: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Neither has happened yet: `pending`, `submitted`, a simulation. */
  readonly pending: number;
  /** succeeded / (succeeded + failed) */
  readonly success_rate: Figure;
  readonly failure_reasons: readonly Counted[];
  readonly simulations: { readonly succeeded: number; readonly failed: number };
}

export interface GasFigures {
  /** Executed transactions that say how much gas they used. */
  readonly trades: number;
  readonly gas_used: DecimalText;
  readonly gas_used_per_trade: Spread;
  /** Σ gas × price of those that say the price in gwei or wei. */
  readonly paid_gwei: DecimalText;
  readonly paid_gwei_per_trade: Figure;
  /** Σ gas × price in whatever unit `gas_price` was logged. */
  readonly paid_unit_unstated: DecimalText;
  readonly trades_without_price: number;
  /** Gas that failed transactions burnt. */
  readonly gas_used_by_failures: DecimalText;
}

type Verdict = "succeeded" | "failed" | "pending";
const FAILED = /fail|reject|cancel|error|revert|dropped|expired|timeout/i;
const PENDING = /pending|submitted|open|new|queued|simulat|accepted/i;

/** Counts what executions came to, and the gas they took. A transaction that is told several times has its newest verdict. */
export class TradeSuccess {
  readonly #byTransaction = new RecentMap<{ verdict: Verdict; hasGas: boolean }>(MAX_TRANSACTIONS);
  readonly #counts: Record<Verdict, number> = { succeeded: 0, failed: 0, pending: 0 };
  readonly #reasons = new BoundedGroups(() => undefined);
  readonly #simulations = { succeeded: 0, failed: 0 };
  readonly #gasUsed = new ExactSum();
  readonly #gasFailed = new ExactSum();
  readonly #gasPerTrade = new Distribution();
  readonly #paidGwei = new ExactSum();
  readonly #paidUnstated = new ExactSum();
  #priced = 0;
  #unpriced = 0;

  add(event: TradingEvent): void {
    const { event_type: type } = event;
    if (type !== "execution_attempt" && type !== "trade_executed" && type !== "transaction_failed") return;
    const simulation = event.data?.["simulation_success"];
    if (typeof simulation === "boolean") this.#simulations[simulation ? "succeeded" : "failed"]++;
    const verdict = verdictOf(event);
    const hash = firstText(event, "tx_hash", "transaction_hash");
    const before = hash === undefined ? undefined : this.#byTransaction.get(hash);
    if (before !== undefined) this.#counts[before.verdict]--;
    this.#counts[verdict]++;
    if (verdict === "failed" && before?.verdict !== "failed")
      this.#reasons.count(reasonIn(event) ?? "no reason logged");
    const hasGas = before?.hasGas === true || (verdict !== "pending" && this.#addGas(event, verdict));
    if (hash !== undefined) this.#byTransaction.set(hash, { verdict, hasGas });
  }

  get figures(): TradeSuccessFigures {
    const { succeeded, failed, pending } = this.#counts;
    return {
      attempts: succeeded + failed + pending,
      succeeded,
      failed,
      pending,
      success_rate: figure(succeeded / (succeeded + failed), "no execution succeeded or failed"),
      failure_reasons: countedOf(this.#reasons),
      simulations: this.#simulations,
    };
  }

  get gas(): GasFigures {
    const trades = this.#gasPerTrade.count;
    return {
      trades,
      gas_used: this.#gasUsed.text,
      gas_used_per_trade: this.#gasPerTrade.spread("no execution says its gas"),
      paid_gwei: this.#paidGwei.text,
      paid_gwei_per_trade: figure(
        Number(this.#paidGwei.text) / this.#priced,
        "no execution says gas and price in gwei",
      ),
      paid_unit_unstated: this.#paidUnstated.text,
      trades_without_price: this.#unpriced,
      gas_used_by_failures: this.#gasFailed.text,
    };
  }

  #addGas(event: TradingEvent, verdict: Verdict): boolean {
    const gas = firstDecimal(event, "gas_used");
    if (gas === undefined || money(gas).lt(0)) return false;
    if (verdict === "failed") {
      this.#gasFailed.add(gas);
      return true;
    }
    this.#gasUsed.add(gas);
    this.#gasPerTrade.add(Number(gas));
    const gwei = firstDecimal(event, "gas_price_gwei", "effective_gas_price_gwei");
    const wei = firstDecimal(event, "gas_price_wei", "effective_gas_price");
    const unstated = firstDecimal(event, "gas_price");
    if (gwei !== undefined || wei !== undefined) {
      const price = gwei === undefined ? money(wei ?? "0").times(money("1e-9")) : money(gwei);
      this.#paidGwei.addBig(price.times(gas));
      this.#priced++;
    } else if (unstated === undefined) this.#unpriced++;
    else this.#paidUnstated.addBig(money(unstated).times(gas));
    return true;
  }
}

function verdictOf(event: TradingEvent): Verdict {
  if (event.event_type === "transaction_failed") return "failed";
  const status = statusOf(event);
  if (status !== undefined) {
    if (FAILED.test(status)) return "failed";
    return PENDING.test(status) ? "pending" : "succeeded";
  }
  if (event.event_type === "trade_executed") return "succeeded";
  // An attempt that says neither was simulated and not sent, unless it knows what it earned.
  if (firstDecimal(event, "actual_profit_usd") !== undefined) return "succeeded";
  return event.data?.["simulation_success"] === false ? "failed" : "pending";
}
