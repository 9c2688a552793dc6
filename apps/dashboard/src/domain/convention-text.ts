import type { Convention } from "@daybook/analytics";

/** Choices of the convention chooser; the first of each is the server's default. */
export const SOURCE_TEXT = {
  auto: "Entries and exits, else fills",
  events: "Entries and exits only",
  fills: "Fills only",
} as const;
export const MATCHING_TEXT = {
  fifo: "First in, first out",
  lifo: "Last in, first out",
  average: "Average price",
} as const;
export const ROUND_TRIP_TEXT = {
  flat_to_flat: "From flat to flat",
  per_close: "Each closing fill",
  per_run: "Runs of fills, as pyfolio",
} as const;
export const COMPAT_TEXT = {
  "": "Daybook only",
  quantstats: "quantstats",
  empyrical: "empyrical",
  performanceanalytics: "PerformanceAnalytics (R)",
  freqtrade: "freqtrade",
  "backtesting.py": "backtesting.py",
} as const;

/** The conventions of a report in one line. */
export function conventionText(convention: Convention): string {
  const { time_zone: zone, close, periods_per_year: periods, risk_free: riskFree } = convention;
  const { source, matching, round_trips: roundTrips, compat } = convention;
  return [
    close === "00:00" ? `Days of ${zone}` : `Days of ${zone} ending ${close}`,
    `${periods} periods a year`,
    `risk-free ${riskFree}`,
    SOURCE_TEXT[source].toLowerCase(),
    matching.toUpperCase(),
    roundTrips === "flat_to_flat" ? "flat to flat" : ROUND_TRIP_TEXT[roundTrips].toLowerCase(),
    ...(compat === null ? [] : [`beside ${compat}`]),
  ].join(" · ");
}
