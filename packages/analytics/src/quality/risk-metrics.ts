import type { TradingEvent } from "../events/trading-event.ts";
import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import type { Counted, LeftOut } from "./bounded-groups.ts";
import { BoundedGroups, countedOf } from "./bounded-groups.ts";
import { DailyLoss, isDailyLoss } from "./daily-loss.ts";
import type { DailyLossUse } from "./daily-loss.ts";
import { Exposure } from "./exposure.ts";
import type { ExposureFigures } from "./exposure.ts";
import { cut, firstNumber, firstText } from "./fields.ts";
import { HourCounts } from "./hour-counts.ts";
import type { HourCount } from "./hour-counts.ts";
import { hourOf } from "./instant.ts";
import { RepeatIds } from "./repeat-ids.ts";
import { SizeRefusals } from "./size-refusals.ts";
import type { SizeRefusalFigures } from "./size-refusals.ts";

export interface LimitFigures {
  readonly name: string;
  readonly hits: number;
  readonly first: string;
  readonly last: string;
  readonly last_event_id: string;
  readonly by_hour: readonly HourCount[];
}

export interface DivergenceFigures {
  readonly field: string;
  readonly count: number;
  /** As logged, else |cached − canonical| / |canonical| · 10⁴. */
  readonly largest_bps: Figure;
  readonly mean_bps: Figure;
  readonly last: string;
  readonly last_event_id: string;
}

export interface RiskMetricsResult {
  readonly limit_hits: number;
  readonly by_limit: readonly LimitFigures[];
  readonly by_hour: readonly HourCount[];
  readonly daily_loss: readonly DailyLossUse[];
  readonly exposure: ExposureFigures;
  readonly position_size_refusals: SizeRefusalFigures;
  readonly alerts_by_severity: readonly Counted[];
  readonly safety_violations: readonly LimitFigures[];
  readonly state_divergences: readonly DivergenceFigures[];
  readonly left_out: {
    readonly repeated_events: number;
    readonly limits: LeftOut;
    readonly violations: LeftOut;
    readonly divergences: LeftOut;
    /** Hits in hours older than those that are listed. */
    readonly hits_in_earlier_hours: number;
    readonly daily_loss_events_without_amounts: number;
    readonly daily_loss_days: number;
  };
}

const UNNAMED_LIMIT = "unnamed";

/** Which limits were hit, how far, and what the portfolio bore. Events come in order of time. */
export class RiskMetrics {
  readonly #repeats = new RepeatIds();
  readonly #limits = new BoundedGroups(() => new Occurrences());
  readonly #violations = new BoundedGroups(() => new Occurrences());
  readonly #divergences = new BoundedGroups(() => new Divergences());
  readonly #severities = new BoundedGroups(() => undefined);
  readonly #hours = new HourCounts();
  readonly #dailyLoss = new DailyLoss();
  readonly #exposure = new Exposure();
  readonly #refusals = new SizeRefusals();
  #hits = 0;

  add(event: TradingEvent): void {
    if (this.#repeats.isRepeat(event)) return;
    this.#exposure.add(event);
    switch (event.event_type) {
      case "risk_limit_hit":
      case "daily_loss_limit":
      case "portfolio_heat_warning":
        return this.#hit(event);
      case "risk_alert":
        this.#severities.count((firstText(event, "severity") ?? event.level ?? "not said").toLowerCase());
        return;
      case "safety_violation":
        return this.#violations.count(firstText(event, "violation_type") ?? UNNAMED_LIMIT).add(event);
      case "state_divergence":
        return this.#divergences.count(firstText(event, "field") ?? "not said").add(event);
      default:
    }
  }

  get result(): RiskMetricsResult {
    return {
      limit_hits: this.#hits,
      by_limit: this.#limits.groups.map(({ key, count, value }) => value.figures(key, count)),
      by_hour: this.#hours.hours,
      daily_loss: this.#dailyLoss.days,
      exposure: this.#exposure.figures,
      position_size_refusals: this.#refusals.figures,
      alerts_by_severity: countedOf(this.#severities),
      safety_violations: this.#violations.groups.map(({ key, count, value }) => value.figures(key, count)),
      state_divergences: this.#divergences.groups.map(({ key, count, value }) => value.figures(key, count)),
      left_out: {
        repeated_events: this.#repeats.repeats,
        limits: this.#limits.leftOut,
        violations: this.#violations.leftOut,
        divergences: this.#divergences.leftOut,
        hits_in_earlier_hours: this.#hours.earlier,
        daily_loss_events_without_amounts: this.#dailyLoss.unread,
        daily_loss_days: this.#dailyLoss.forgottenDays,
      },
    };
  }

  #hit(event: TradingEvent): void {
    this.#hits++;
    this.#hours.add(hourOf(event.timestamp));
    this.#limits.count(limitName(event)).add(event);
    if (isDailyLoss(event)) this.#dailyLoss.add(event);
    this.#refusals.add(event);
  }
}

/** The limit that an event names; what it says of a size names the limit of sizes. */
export function limitName(event: TradingEvent): string {
  const named = firstText(event, "limit_name", "limit_type", "limit");
  if (named !== undefined) return cut(named);
  if (event.event_type === "daily_loss_limit") return "daily_loss";
  if (event.event_type === "portfolio_heat_warning") return "portfolio_heat";
  return event.data?.["requested_size"] === undefined ? UNNAMED_LIMIT : "position_size";
}

class Occurrences {
  readonly #hours = new HourCounts();
  #first = "";
  #last = "";
  #lastId = "";

  add(event: TradingEvent): void {
    if (this.#first === "") this.#first = event.timestamp;
    this.#last = event.timestamp;
    this.#lastId = event.id ?? "";
    this.#hours.add(hourOf(event.timestamp));
  }

  figures(name: string, hits: number): LimitFigures {
    return {
      name,
      hits,
      first: this.#first,
      last: this.#last,
      last_event_id: this.#lastId,
      by_hour: this.#hours.hours,
    };
  }
}

class Divergences {
  #largest = Number.NaN;
  #sum = 0;
  #measured = 0;
  #last = "";
  #lastId = "";

  add(event: TradingEvent): void {
    this.#last = event.timestamp;
    this.#lastId = event.id ?? "";
    const bps = Math.abs(firstNumber(event, "divergence_bps") ?? computedBps(event));
    if (!Number.isFinite(bps)) return;
    if (!(bps <= this.#largest)) this.#largest = bps;
    this.#sum += bps;
    this.#measured++;
  }

  figures(field: string, count: number): DivergenceFigures {
    const none = "neither the divergence nor both values were logged";
    return {
      field,
      count,
      largest_bps: figure(this.#largest, none),
      mean_bps: figure(this.#sum / this.#measured, none),
      last: this.#last,
      last_event_id: this.#lastId,
    };
  }
}

function computedBps(event: TradingEvent): number {
  const [cached, canonical] = [firstNumber(event, "cached_value"), firstNumber(event, "canonical_value")];
  if (cached === undefined || canonical === undefined) return Number.NaN;
  return (Math.abs(cached - canonical) / Math.abs(canonical)) * 10_000;
}
