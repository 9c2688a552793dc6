import type { NoTradeResult, Reconciliation } from "@daybook/analytics";
import type { TradeLife } from "./trade-views.ts";

/** A trade's life as it goes out. Latencies are microseconds. */
export function shownLife({ trade, journal, events }: TradeLife) {
  return {
    trade,
    steps: journal.steps.map(({ latency_from_previous_us: latency, ...step }) => ({ ...step, latency_us: latency })),
    stages: Object.entries(journal.stages).map(([name, latency]) => ({
      name: name.replace(/_us$/, ""),
      latency_us: latency as number | null,
    })),
    steps_left_out: journal.steps_left_out,
    events,
  };
}

/** Signals without a trade as they go out. */
export function shownNoTrade(result: NoTradeResult) {
  return {
    signals: result.signals,
    became_orders: result.traded,
    not_traded: result.not_traded,
    undecided: result.undecided,
    by_reason: result.by_reason,
    by_strategy: result.by_strategy,
    list: result.rows.map(({ signal_id: id, ...row }) => ({ ...row, event_id: id, side: "" })),
    left_out: result.left_out.rows,
  };
}

/** A reconciliation as it goes out: each difference with what either side says. */
export function shownReconciliation(result: Reconciliation & { unread: { line: number; reason: string }[] }) {
  const { differences, matched, ...rest } = result;
  return {
    ...rest,
    matched: Object.values(matched).reduce((sum, count) => sum + count, 0),
    matched_by: matched,
    differences: differences.map(({ name, kind, time, symbol, logged, statement, difference, ...refs }) => ({
      problem: name,
      logged:
        logged === null && refs.logged_refs.length === 0
          ? null
          : { kind, time, symbol, value: logged, refs: refs.logged_refs },
      statement:
        statement === null && refs.statement_refs.length === 0
          ? null
          : { kind, time, symbol, value: statement, refs: refs.statement_refs },
      difference,
    })),
  };
}
