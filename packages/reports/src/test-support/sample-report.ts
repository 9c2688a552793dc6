import { ReportBuilder } from "@daybook/analytics";
import type { PerformanceReport, ReportOptions, TradingEvent } from "@daybook/analytics";

const START_MS = Date.UTC(2024, 0, 29, 6);
const HOUR_MS = 3_600_000;
const SYMBOLS = ["BTC/USDT", "ETH/USDT", "SOL/USDT"];

function timeOf(hours: number): string {
  return `${new Date(START_MS + hours * HOUR_MS).toISOString().slice(0, -1)}000Z`;
}

export interface SampleOptions extends ReportOptions {
  readonly count?: number;
  /** Result of a trade; default: two gains, then a loss. */
  readonly pnlOf?: (at: number) => string;
  readonly fields?: (at: number) => Partial<TradingEvent>;
}

/** A report of made-up trades, one every nine hours from 2024-01-29, each five hours long. */
export function sampleReport(options: SampleOptions = {}): PerformanceReport {
  const { count = 30, pnlOf = defaultPnl, fields = () => ({}), ...rest } = options;
  const builder = new ReportBuilder({ startingEquity: "1000", ...rest });
  for (let at = 0; at < count; at++) {
    const shared = {
      symbol: SYMBOLS[at % SYMBOLS.length] as string,
      strategy: at % 2 === 0 ? "momentum" : "breakout",
      currency: "USDT",
      side: at % 4 === 3 ? "short" : "long",
      quantity: "0.5",
      trade_id: `t${at}`,
      ...fields(at),
    };
    builder.add({
      ...shared,
      id: `${at}-a`,
      timestamp: timeOf(at * 9),
      event_type: "trade_entry",
      price: "100",
      fees: "0.05",
    });
    builder.add({
      ...shared,
      id: `${at}-b`,
      timestamp: timeOf(at * 9 + 5),
      event_type: "trade_exit",
      price: "101.25",
      fees: "0.05",
      pnl: pnlOf(at),
      data: { exit_reason: at % 3 === 2 ? "stop_loss" : "roi" },
    });
  }
  return builder.finish();
}

function defaultPnl(at: number): string {
  return at % 3 === 2 ? `-${at + 1}.123456789` : `${2 * at + 1}.5`;
}

/** Texts that break what does not escape them. */
export const HOSTILE_TEXTS: readonly string[] = [
  '"><script>alert(1)</script>',
  "</title></style><img src=x onerror=alert(1)>",
  "]]><svg onload=alert(1)>",
  "' onmouseover='alert(1)",
  "&lt;b&gt;",
  "\u{202e}desrever\u{2066}",
  "\u{0}\u{7}\u{1b}[31m",
  "half \u{d800} pair",
  "javascript:alert(1)",
  "\u{2028}\u{feff}",
  "A".repeat(10_000),
];

/** A report in which each text from outside is hostile. */
export function hostileReport(): PerformanceReport {
  const at = (index: number): string => HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] as string;
  const report = sampleReport({
    fields: (index) => ({ symbol: at(index), strategy: at(index + 3), trade_id: `${index}${at(index + 5)}` }),
  });
  const list = report.trade_list.map((trade, index) => ({ ...trade, exit_reason: at(index), event_ids: [at(index)] }));
  const open = list.slice(0, 11).map((trade) => ({
    ...trade,
    source: "events" as const,
    realised: "0",
    fees: "0",
    mark_price: null,
    unrealised: null,
  }));
  return {
    ...report,
    trade_list: list,
    currency: at(0),
    by_exit_reason: HOSTILE_TEXTS.map((key) => ({
      ...(report.by_side[0] as PerformanceReport["by_side"][number]),
      key,
    })),
    open_positions: open,
    incomplete: open.map(({ id, symbol, strategy }) => ({
      id,
      symbol,
      strategy,
      currency: at(1),
      timestamp: timeOf(1),
      problem: "exit without entry",
      pnl: null,
      event_id: id,
    })),
    notes: HOSTILE_TEXTS,
  };
}
