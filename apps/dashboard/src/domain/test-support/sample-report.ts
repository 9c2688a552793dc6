import { ReportBuilder, type PerformanceReport, type ReportOptions, type Trade } from "@daybook/analytics";

export function sampleTrade(part: Partial<Trade>): Trade {
  return {
    id: "t-1",
    source: "events",
    symbol: "BTC/USDT",
    strategy: "breakout",
    exchange: "kraken",
    currency: "USDT",
    side: "long",
    quantity: "1",
    entry_price: "100",
    exit_price: "101",
    entry_time: "2024-01-05T10:00:00.000000Z",
    exit_time: "2024-01-05T11:00:00.000000Z",
    exit_reason: "",
    pnl: "1",
    fees_entry: "0",
    fees_exit: "0",
    funding: "0",
    volume_entry: "100",
    return: 0.01,
    duration_ms: 3_600_000,
    mfe: null,
    mae: null,
    event_ids: ["e-1", "e-2"],
    order_ids: [],
    ...part,
  };
}

/** A report of trades of BTC/USDT that close one a day from 2024-01-05 on, at noon, with these results. */
export function sampleReport(
  results: readonly string[],
  { balance, ...options }: ReportOptions & { balance?: string } = {},
): PerformanceReport {
  const builder = new ReportBuilder({ ...options, ...(balance !== undefined && { startingEquity: balance }) });
  const base = { symbol: "BTC/USDT", strategy: "breakout", currency: "USDT", quantity: "1" };
  for (const [at, pnl] of results.entries()) {
    const day = new Date(Date.UTC(2024, 0, 5 + at)).toISOString().slice(0, 10);
    const trade = { ...base, trade_id: `t-${at}`, fees: "0.1" };
    builder.add({
      ...trade,
      timestamp: `${day}T10:00:00.000000Z`,
      event_type: "trade_entry",
      side: "buy",
      price: "100",
    });
    builder.add({
      ...trade,
      timestamp: `${day}T12:00:00.000000Z`,
      event_type: "trade_exit",
      side: "sell",
      price: "101",
      pnl,
    });
  }
  return builder.finish();
}
