"""The figures of a performance report with pandas and numpy, as an analyst writes them: from an NDJSON file of entries and exits, and again
from tables in memory. Prints one JSON line: seconds of each, peak memory, and the figures.

    python3 bench/report-pandas.py FILE trades|memory|file RUNS
"""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd

START = 1_000_000.0
YEAR = 365
FIELDS = ["timestamp", "event_type", "symbol", "strategy", "trade_id", "side", "quantity", "price", "pnl", "fees", "data"]


def read(path):
    """One event a line. `read_json(lines=True)` takes four times as long and twenty times the memory: it parses what nobody asked for."""
    columns = {name: [] for name in FIELDS}
    loads = json.loads
    with open(path, encoding="utf8") as file:
        for line in file:
            event = loads(line)
            for name in FIELDS:
                columns[name].append(event.get(name))
    frame = pd.DataFrame(columns)
    frame["exit_reason"] = [data.get("exit_reason", "") for data in columns["data"]]
    return frame.drop(columns="data")


def assemble(events):
    """Trades, and when they were opened and closed."""
    entries = events[events.event_type == "trade_entry"]
    exits = events[events.event_type == "trade_exit"]
    trades = exits.merge(entries[["trade_id", "timestamp", "side", "quantity", "price", "fees"]], on="trade_id", suffixes=("", "_entry"))
    closed = pd.to_datetime(trades.timestamp, format="%Y-%m-%dT%H:%M:%S.%fZ")
    opened = pd.to_datetime(trades.timestamp_entry, format="%Y-%m-%dT%H:%M:%S.%fZ")
    return trades, opened, closed


def report(trades, opened, closed):
    pnl = trades.pnl.to_numpy(dtype=float)
    day = closed.dt.floor("D")
    wins, losses = pnl[pnl > 0], pnl[pnl < 0]
    payoff = wins.mean() / abs(losses.mean())
    share = len(wins) / len(pnl)
    running = np.concatenate([[0.0], pnl.cumsum()])
    groups = {
        name: trades.assign(key=key).groupby("key").pnl.agg(["count", "sum", lambda x: (x > 0).sum(), lambda x: (x < 0).sum()])
        for name, key in {
            "symbol": trades.symbol,
            "strategy": trades.strategy,
            "side": trades.side_entry,
            "exit_reason": trades.exit_reason,
            "weekday": closed.dt.dayofweek,
            "hour": closed.dt.hour,
        }.items()
    }
    daily = trades.groupby(day).pnl.sum()
    daily = daily.reindex(pd.date_range(opened.min().floor("D"), closed.max().floor("D")), fill_value=0.0)
    monthly = daily.groupby([daily.index.year, daily.index.month]).sum()
    equity = START + daily.cumsum()
    returns = daily / equity.shift(fill_value=START)
    growth = (1 + returns).prod()
    curve = (1 + returns).cumprod()
    falls = curve / curve.cummax().clip(lower=1.0) - 1
    cagr = growth ** (YEAR / len(returns)) - 1
    lowest = returns.quantile(0.05)
    figures = {
        "trades": len(trades),
        "pnl": pnl.sum(),
        "profit_factor": wins.sum() / abs(losses.sum()),
        "kelly": share - (1 - share) / payoff,
        "max_drawdown_abs": (np.maximum.accumulate(running) - running).max(),
        "max_consecutive_losses": streak(pnl < 0),
        "days": len(returns),
        "best_symbol": groups["symbol"]["sum"].idxmax(),
        "exposure": exposure(opened.to_numpy(), closed.to_numpy()),
        "sharpe": returns.mean() / returns.std() * np.sqrt(YEAR),
        "sortino": returns.mean() / np.sqrt((np.minimum(returns, 0) ** 2).mean()) * np.sqrt(YEAR),
        "cagr": cagr,
        "max_drawdown": falls.min(),
        "calmar": cagr / abs(falls.min()),
        "var_95": lowest,
        "cvar_95": returns[returns <= lowest].mean(),
        "skew": returns.skew(),
        "kurtosis": returns.kurt(),
        "ulcer_index": np.sqrt((falls**2).sum() / (len(falls) - 1)),
    }
    # What a report shows besides: volumes, durations, bins, the newest trades.
    (trades.quantity_entry * trades.price_entry).sum()
    (closed - opened).mean()
    trades.fees.sum(), trades.fees_entry.sum(), streak(pnl > 0), monthly.sum()
    np.histogram(pnl, bins=30)
    trades.sort_values("timestamp").tail(10_000)
    return {name: value if isinstance(value, (int, str)) else float(value) for name, value in figures.items()}


def streak(flags):
    """Longest run of true ones."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def exposure(opened, closed):
    """Share of the time with a position."""
    order = np.argsort(opened)
    start, until = opened[order], np.maximum.accumulate(closed[order])
    inside = np.maximum(closed[order] - np.maximum(start, np.concatenate([start[:1], until[:-1]])), np.timedelta64(0))
    return inside.sum() / (closed.max() - opened.min())


def main():
    path, mode, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    known = read(path) if mode == "memory" else assemble(read(path)) if mode == "trades" else None
    seconds, processor, told = [], [], None
    for _ in range(runs):
        used, started = time.process_time(), time.perf_counter()
        if mode == "trades":
            told = report(*known)
        else:
            told = report(*assemble(read(path) if known is None else known))
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "processor": processor, "peak_mb": peak, "told": told, "version": pd.__version__}))


main()
