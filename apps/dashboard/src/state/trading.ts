import type { DaybookClient } from "@daybook/client";
import type { LogLink, PerformanceReport } from "@daybook/analytics";
import { computed, inject, ref, watch, type ComputedRef, type InjectionKey } from "vue";
import { scopeFilter } from "../domain/key-figures.ts";
import { lineTarget, logTarget, targetAddress } from "../domain/log-target.ts";
import type { PageState, TimeZoneChoice } from "../domain/page-state.ts";
import { parseTradingState, printTradingState, reportParameters, type TradingState } from "../domain/trading-state.ts";
import { useAsked, type Asked } from "./asked.ts";
import type { PageUrl } from "./page-url.ts";
import { createReportCalls, type ReportCalls } from "./report-calls.ts";
import type { Session } from "./session.ts";
import type { ThemeState } from "./theme.ts";

/** Where a figure leads: an address to open beside, and the change of state for a plain click. */
export interface LogTarget {
  readonly href: string;
  open(): void;
}

/** Everything that the parts of the trading page share. */
export interface Trading {
  readonly client: DaybookClient;
  readonly session: Session;
  readonly url: PageUrl;
  readonly theme: ThemeState;
  readonly zone: ComputedRef<TimeZoneChoice>;
  readonly calls: ReportCalls;
  readonly state: ComputedRef<TradingState>;
  readonly report: Asked<PerformanceReport>;
  /** Part of a search that keeps to the chosen symbols and strategies. */
  readonly scope: ComputedRef<string>;
  /** `push` makes an entry that the Back button returns to. */
  change(part: Partial<TradingState>, how?: "push" | "replace"): void;
  toggle(what: "symbols" | "strategies", value: string): void;
  linesOf(link: LogLink): LogTarget;
  lineOf(eventId: string, timestamp: string): LogTarget;
}

const TRADING: InjectionKey<Trading> = Symbol("trading");
export { TRADING };

export function useTrading(): Trading {
  const trading = inject(TRADING);
  if (!trading) throw new Error("useTrading is only for components below the trading page");
  return trading;
}

const NO_SPAN = { first_day: null, last_day: null, convention: { time_zone: "UTC", close: "00:00" } };

export function createTrading(client: DaybookClient, session: Session, url: PageUrl, theme: ThemeState): Trading {
  const calls = createReportCalls(client.baseUrl);
  // The state of the newest trading address stays while another page comes: its parts are still drawn for a moment.
  const text = ref(url.state.trading);
  watch(
    () => [url.state.page, url.state.trading] as const,
    ([page, trading]) => {
      if (page === "trading") text.value = trading;
    },
    { flush: "sync" },
  );
  const state = computed(() => parseTradingState(text.value));
  const change: Trading["change"] = (part, how = "push") =>
    url.change({ trading: printTradingState({ ...state.value, ...part }) }, how);
  // Asked for when it is first looked at, and kept while the other views are.
  let isWanted = false;
  const report = useAsked({
    question: () => {
      isWanted ||= state.value.view === "performance";
      return isWanted ? reportParameters(state.value).toString() : undefined;
    },
    ask: (question, signal) => calls.performance(new URLSearchParams(question), signal),
    onSignedOut: () => session.expire(),
  });
  const targetOf = (target: Partial<PageState>): LogTarget => ({
    href: targetAddress(target, url.state),
    open: () => url.change(target),
  });

  return {
    client,
    session,
    url,
    theme,
    zone: computed(() => url.state.zone),
    calls,
    state,
    report,
    scope: computed(() => scopeFilter(state.value.symbols, state.value.strategies)),
    change,
    toggle(what, value) {
      const chosen = state.value[what];
      change({ [what]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] });
    },
    linesOf: (link) => targetOf(logTarget(link, report.value.value ?? NO_SPAN)),
    lineOf: (eventId, timestamp) => targetOf(lineTarget(eventId, timestamp)),
  };
}
