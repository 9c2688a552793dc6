import type { DecimalText } from "@daybook/protocol";
import { money, textOf } from "../decimal/money.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import { firstDecimal, firstText } from "./fields.ts";
import { dayOf } from "./instant.ts";
import { MAX_DAYS } from "./limits.ts";
import { RecentMap } from "./recent-map.ts";

export interface DailyLossUse {
  /** `2026-11-21` in UTC. */
  readonly day: string;
  readonly events: number;
  /** Loss when the most of the limit was used; above zero. */
  readonly loss: DecimalText;
  readonly limit: DecimalText;
  /** loss / limit: from 1 on the limit was reached. */
  readonly use: Figure;
  readonly event_id: string;
}

/** How much of the daily loss limit each day used at its worst. */
export class DailyLoss {
  readonly #days = new RecentMap<{ events: number; loss: DecimalText; limit: DecimalText; use: number; id: string }>(
    MAX_DAYS,
  );
  /** Events that do not say both the loss and its limit. */
  unread = 0;

  get forgottenDays(): number {
    return this.#days.forgotten;
  }

  add(event: TradingEvent): void {
    const loss = firstDecimal(event, "current_loss", "daily_loss", "current_value", "loss") ?? lossIn(event);
    const limit = firstDecimal(event, "limit_value", "daily_loss_limit", "max_daily_loss", "limit", "max_loss");
    if (loss === undefined || limit === undefined) {
      this.unread++;
      return;
    }
    // Some log a loss as −300 of −500, some as 300 of 500.
    const [lost, allowed] = [textOf(money(loss).abs()), textOf(money(limit).abs())];
    const use = Number(lost) / Number(allowed);
    const day = dayOf(event.timestamp);
    const before = this.#days.get(day);
    const events = (before?.events ?? 0) + 1;
    // 0 of 0 is no share, and gives way to any that is one.
    const isWorse = before === undefined || use > before.use || (Number.isNaN(before.use) && !Number.isNaN(use));
    if (!isWorse) before.events = events;
    else this.#days.set(day, { events, loss: lost, limit: allowed, use, id: event.id ?? "" });
  }

  /** Oldest first. */
  get days(): DailyLossUse[] {
    const rows: DailyLossUse[] = [];
    for (const [day, { events, loss, limit, use, id }] of this.#days.entries()) {
      rows.push({ day, events, loss, limit, use: figure(use, "the limit is zero"), event_id: id });
    }
    return rows.sort((a, b) => (a.day < b.day ? -1 : 1));
  }
}

/** Whether the limit that an event names is that of a day's loss. */
export function isDailyLoss(event: TradingEvent): boolean {
  if (event.event_type === "daily_loss_limit") return true;
  const name = firstText(event, "limit_name", "limit", "limit_type") ?? "";
  // `max_daily_trades` limits something else.
  return /daily.?(loss|drawdown|dd(?![a-z]))|max.?daily$/i.test(name.trim());
}

/** A result above zero is no loss. */
function lossIn({ pnl }: TradingEvent): DecimalText | undefined {
  return pnl !== undefined && money(pnl).gt(0) ? "0" : pnl;
}
