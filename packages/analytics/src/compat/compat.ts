/** Tools whose figures can be asked for. */
export const COMPAT_TOOLS = ["quantstats", "empyrical", "performanceanalytics", "freqtrade", "backtesting.py"] as const;
export type CompatTool = (typeof COMPAT_TOOLS)[number];
