import type { CompatTool } from "./compat.ts";

export interface Reason {
  /** Our figure of that meaning. */
  readonly ours?: string;
  readonly why: string;
}

const SAME = "the same formula";
const BY_TRADE_HERE = "counts days (returns), where ours counts trades";

/** Why figures of the same name differ. What is not listed has no figure of ours beside it. */
export const REASONS: Readonly<Record<CompatTool, Readonly<Record<string, Reason>>>> = {
  quantstats: {
    comp_return: { ours: "total_return", why: SAME },
    cagr: { ours: "cagr", why: SAME },
    sharpe: { ours: "sharpe", why: SAME },
    sortino: { ours: "sortino", why: SAME },
    calmar: { ours: "calmar", why: SAME },
    max_drawdown: { ours: "max_drawdown", why: SAME },
    volatility_ann: { ours: "volatility", why: SAME },
    win_rate: { ours: "win_rate", why: `${BY_TRADE_HERE}; days without a return are left out` },
    profit_factor: { ours: "profit_factor", why: BY_TRADE_HERE },
    payoff_ratio: { ours: "payoff_ratio", why: BY_TRADE_HERE },
    kelly: { ours: "kelly", why: BY_TRADE_HERE },
    var95_gaussian: {
      ours: "var_95",
      why: "the quantile of a normal distribution, where ours is that of the returns themselves",
    },
    cvar95_below_gaussian_var: { ours: "cvar_95", why: "the mean below the Gaussian value at risk" },
    best: { ours: "best", why: SAME },
    worst: { ours: "worst", why: SAME },
    avg_win: { ours: "avg_win", why: `${BY_TRADE_HERE}, and is a share where ours is money` },
    avg_loss: { ours: "avg_loss", why: `${BY_TRADE_HERE}, and is a share where ours is money` },
    avg_return_nonzero: { ours: "mean_return", why: "days without a return are left out" },
    expected_return_geometric: { ours: "mean_return", why: "the geometric mean" },
    omega_0: { ours: "omega", why: SAME },
    tail_ratio: { ours: "tail_ratio", why: SAME },
    ulcer_index: { ours: "ulcer_index", why: SAME },
    recovery_factor: { ours: "recovery_factor", why: SAME },
    consecutive_wins: { ours: "max_consecutive_wins", why: BY_TRADE_HERE },
    consecutive_losses: { ours: "max_consecutive_losses", why: BY_TRADE_HERE },
    skew: { ours: "skew", why: SAME },
    kurtosis_excess: { ours: "kurtosis", why: SAME },
  },
  empyrical: {
    cum_return: { ours: "total_return", why: SAME },
    cagr: { ours: "cagr", why: SAME },
    sharpe: { ours: "sharpe", why: SAME },
    sortino: { ours: "sortino", why: SAME },
    calmar: { ours: "calmar", why: SAME },
    max_drawdown: { ours: "max_drawdown", why: SAME },
    volatility_ann: { ours: "volatility", why: SAME },
    var95_historical: { ours: "var_95", why: SAME },
    cvar95_historical: { ours: "cvar_95", why: "the mean of a number of lowest returns that is rounded down" },
    tail_ratio: { ours: "tail_ratio", why: SAME },
    omega_0: { ours: "omega", why: SAME },
  },
  performanceanalytics: {
    return_annualized_geometric: { ours: "cagr", why: SAME },
    stddev_annualized: { ours: "volatility", why: SAME },
    sharpe_annualized_geometric: { ours: "sharpe", why: "the geometric annual return over the annual deviation" },
    sharpe_annualized_arithmetic: { ours: "sharpe", why: SAME },
    sharpe_per_period: { ours: "sharpe", why: "not brought to a year" },
    sortino_per_period: { ours: "sortino", why: "not brought to a year" },
    max_drawdown: { ours: "max_drawdown", why: SAME },
    calmar: { ours: "calmar", why: SAME },
    var95_historical: { ours: "var_95", why: SAME },
    var95_gaussian: { ours: "var_95_gaussian", why: "a deviation with n instead of n − 1" },
    cvar95_historical: { ours: "cvar_95", why: SAME },
    cvar95_gaussian: { ours: "cvar_95", why: "the tail mean of a normal distribution" },
    omega_0: { ours: "omega", why: SAME },
    kelly_full: { ours: "kelly", why: "mean over variance of the returns, another formula of that name" },
    kelly_half: { ours: "kelly", why: "half of mean over variance of the returns" },
    ulcer_index: { ours: "ulcer_index", why: "divides by n instead of n − 1" },
    skewness_moment: { ours: "skew", why: "without the correction for bias" },
    kurtosis_excess: { ours: "kurtosis", why: "without the correction for bias" },
    best: { ours: "best", why: SAME },
    worst: { ours: "worst", why: SAME },
    cumulative_return: { ours: "total_return", why: SAME },
  },
  freqtrade: {
    expectancy: { ours: "expectancy", why: SAME },
    expectancy_ratio: { ours: "expectancy_r", why: "differs only when a trade is breakeven" },
    sharpe: { ours: "sharpe", why: "mean a day over the deviation of trades (n), √365; −100 where it is not defined" },
    sortino: {
      ours: "sortino",
      why: "mean a day over the deviation of losing trades (n), √365; −100 where it is not defined",
    },
    calmar: { ours: "calmar", why: "percent a day over the drawdown, √365; −100 where it is not defined" },
    cagr: { ours: "cagr", why: "whole days between the first and the last moment of the test" },
    max_drawdown_abs: {
      ours: "max_drawdown_abs",
      why: "the first trade is the first peak: a loss on it is no drawdown",
    },
    max_drawdown_account: { ours: "max_drawdown", why: "trade by trade, of the largest fall in money" },
    max_relative_drawdown: { ours: "max_drawdown", why: "trade by trade, where ours looks at the evenings" },
  },
  "backtesting.py": {
    "Return (Ann.) [%]": { ours: "cagr", why: "percent; the first bar counts as a return of zero" },
    "Volatility (Ann.) [%]": { ours: "volatility", why: "percent; deviation of compounded returns" },
    "CAGR [%]": { ours: "cagr", why: "percent; years of 365.25 days" },
    "Sharpe Ratio": { ours: "sharpe", why: "the geometric annual return over the compounded deviation" },
    "Sortino Ratio": { ours: "sortino", why: "the geometric annual return on top" },
    "Calmar Ratio": { ours: "calmar", why: "the geometric annual return by bars" },
    "Max. Drawdown [%]": { ours: "max_drawdown", why: "percent; bar by bar, with open positions" },
    "# Trades": { ours: "trades", why: SAME },
    "Win Rate [%]": { ours: "win_rate", why: "percent" },
    "Profit Factor": { ours: "profit_factor", why: "sums of the trades' returns instead of money" },
    "Expectancy [%]": { ours: "expectancy", why: "the mean return of trades in percent instead of money" },
    "Kelly Criterion": { ours: "kelly", why: SAME },
  },
};
