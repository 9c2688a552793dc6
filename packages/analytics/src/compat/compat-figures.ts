import type { CompatFigure } from "../report/performance-report.ts";
import type { ReturnFigures, ReturnMetric } from "../metrics/return-metrics.ts";
import type { TradeFigures } from "../metrics/trade-statistics.ts";
import { backtestingPy } from "./backtesting-py.ts";
import type { CompatInput, ToolFigures } from "./compat-input.ts";
import type { CompatTool } from "./compat.ts";
import { empyrical } from "./empyrical.ts";
import { freqtrade } from "./freqtrade.ts";
import { performanceAnalytics } from "./performance-analytics.ts";
import { quantstats } from "./quantstats.ts";
import { REASONS } from "./reasons.ts";

const TOOLS: Readonly<Record<CompatTool, (input: CompatInput) => ToolFigures>> = {
  quantstats,
  empyrical,
  performanceanalytics: performanceAnalytics,
  freqtrade,
  "backtesting.py": backtestingPy,
};

/** The figures of a tool, each beside ours and with the reason why it differs. */
export function compatFigures(
  tool: CompatTool,
  input: CompatInput,
  ours: { readonly trades: TradeFigures; readonly returns: ReturnFigures },
): CompatFigure[] {
  return Object.entries(TOOLS[tool](input)).map(([name, value]) => {
    const reason = REASONS[tool][name];
    return {
      name,
      // A zero has no sign.
      value: Number.isFinite(value) ? value + 0 : null,
      ours: reason?.ours === undefined ? null : valueOf(ours, reason.ours),
      why: reason?.why ?? "no figure of ours has this meaning",
    };
  });
}

function valueOf(
  { trades, returns }: { readonly trades: TradeFigures; readonly returns: ReturnFigures },
  name: string,
): number | null {
  if (name in returns) return returns[name as ReturnMetric].value;
  const figure = trades[name as keyof TradeFigures];
  return typeof figure === "object" ? figure.value : Number(figure);
}
