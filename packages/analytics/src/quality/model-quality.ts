import type { TradingEvent } from "../events/trading-event.ts";
import type { Trade } from "../trades/trade.ts";
import type { LeftOut } from "./bounded-groups.ts";
import { BoundedGroups } from "./bounded-groups.ts";
import { cut, firstText, loggedMs } from "./fields.ts";
import { microsOf } from "./instant.ts";
import { MAX_MODELS, MAX_REQUESTS } from "./limits.ts";
import type { ModelFigures } from "./model-record.ts";
import { ModelRecord, confidenceOf } from "./model-record.ts";
import { decidedDirection } from "./origins.ts";
import { PendingDecisions } from "./pending-decisions.ts";
import { RecentMap } from "./recent-map.ts";
import { RepeatIds } from "./repeat-ids.ts";

export interface ModelQualityResult {
  /** The busiest first. */
  readonly models: readonly ModelFigures[];
  readonly left_out: {
    readonly repeated_events: number;
    readonly models: LeftOut;
    /** Decisions that were forgotten before their trade came. */
    readonly forgotten_decisions: number;
    /** Trades for which no decision is known. */
    readonly trades_without_decision: number;
  };
}

const UNNAMED_MODEL = "unnamed";
const BETWEEN = "\u0000";
const HOLDS = /^(hold|wait|skip|none|no[_ -]?trade|flat|pass|neutral|do[_ -]?nothing)$/i;

/** How good models are, from `ai_decision` events and the trades that followed. Events come in order of time. */
export class ModelQuality {
  readonly #models = new BoundedGroups((key) => {
    const [id = "", version = ""] = key.split(BETWEEN);
    return new ModelRecord(id, version);
  }, MAX_MODELS);
  readonly #pending = new PendingDecisions();
  readonly #inferenceMs = new RecentMap<number>(MAX_REQUESTS);
  readonly #repeats = new RepeatIds();
  #withoutDecision = 0;

  add(event: TradingEvent): void {
    const { event_type: type } = event;
    if (type === "latency_measurement") return this.#measure(event);
    if (type !== "ai_decision" || this.#repeats.isRepeat(event)) return;
    const model = modelKey(event);
    const measured = event.request_id === undefined ? undefined : this.#inferenceMs.get(event.request_id);
    this.#models.count(model).decide(event, loggedMs(event) ?? measured);
    if (isHold(event)) return;
    const decision = {
      model,
      us: microsOf(event.timestamp),
      confidence: confidenceOf(event),
      direction: decidedDirection(event),
    };
    this.#pending.add(decision, event.trade_id, event.symbol ?? "", event.strategy ?? "");
  }

  /** A trade that was closed, after the decisions that led to it. */
  outcome(trade: Trade): void {
    const decisions = this.#pending.take(trade);
    if (decisions.length === 0) this.#withoutDecision++;
    for (const decision of decisions) this.#models.peek(decision.model)?.outcome(decision, Number(trade.pnl));
  }

  get result(): ModelQualityResult {
    return {
      models: this.#models.groups.map(({ value }) => value.figures),
      left_out: {
        repeated_events: this.#repeats.repeats,
        models: this.#models.leftOut,
        forgotten_decisions: this.#pending.forgotten,
        trades_without_decision: this.#withoutDecision,
      },
    };
  }

  /** Some log the time of an inference as an event of its own, of the same request as the decision. */
  #measure(event: TradingEvent): void {
    const operation = firstText(event, "operation", "stage") ?? "";
    const ms = loggedMs(event);
    if (event.request_id === undefined || ms === undefined || !/infer|model|predict/i.test(operation)) return;
    this.#inferenceMs.set(event.request_id, ms);
  }
}

/** Whether a decision is to do nothing. */
export function isHold(event: TradingEvent): boolean {
  const decision = firstText(event, "decision", "action", "prediction", "signal") ?? event.status;
  return decision !== undefined && HOLDS.test(decision.trim());
}

function modelKey(event: TradingEvent): string {
  const id = firstText(event, "model_id", "model", "model_name") ?? UNNAMED_MODEL;
  const version = firstText(event, "model_version", "version") ?? "";
  // Both together are shorter than what a group's name is cut to.
  return `${cut(id.replaceAll(BETWEEN, ""), 120)}${BETWEEN}${cut(version, 60)}`;
}
