import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { row, spread } from "./lib/measure.mjs";
import { tradeFile } from "./lib/trades.mjs";

/** Debian's: the one that its pandas is built for. */
const PYTHON = "/usr/bin/python3";
const OURS = fileURLToPath(new URL("lib/report-process.mjs", import.meta.url));
const THEIRS = fileURLToPath(new URL("report-pandas.py", import.meta.url));
/** What there is before the clock starts, and what is asked of it. */
const MODES = {
  trades: ["figures of trades in memory", "≤ 1 s", ({ median }) => median <= 1],
  memory: ["assembly and all figures, events in memory", "faster than pandas", faster],
  file: ["assembly and all figures, from an NDJSON file", "faster than pandas", faster],
};
/** Sums of float64 in another order. */
const TOLERANCE = 1e-9;

/** A performance report of closed trades with all its figures: ours against pandas on the same file, in turn. */
export async function run({
  tiny = false,
  trades = tiny ? 2_000 : 1_000_000,
  runs = tiny ? 1 : 3,
  streamed = tiny ? 2_000 : 5_000_000,
} = {}) {
  const path = tradeFile(trades);
  const hasPandas = asks(PYTHON, ["-c", "import pandas"]);
  const rows = [];
  for (const mode of Object.keys(MODES)) {
    const [ours, theirs] = [[], []];
    for (let turn = 0; turn < runs; turn++) {
      // The first report of a process compiles what the second runs.
      ours.push(report(process.execPath, [OURS, path, mode, mode === "file" ? "1" : "3"]));
      if (hasPandas) theirs.push(report(PYTHON, [THEIRS, path, mode, mode === "file" ? "1" : "3"]));
    }
    if (hasPandas) agree(ours[0].told, theirs[0].told);
    rows.push(rowOf(mode, trades, ours, theirs));
  }
  const { peak_mb: peak, told } = report(process.execPath, [OURS, path, "stream", "1", String(streamed)]);
  if (told.trades !== streamed) throw new Error(`${told.trades} of ${streamed} trades`);
  const perTrade = Math.round((peak * 2 ** 20) / streamed);
  rows.push(
    row(
      `report: memory for ${2 * streamed} events, one after the other`,
      { peak_mb: peak, bytes_a_trade_with_the_process: perTrade },
      { must: "bounded: ≤ 600 MB", met: peak <= 600 },
    ),
  );
  return rows;
}

function rowOf(mode, trades, ours, theirs) {
  const last = ({ seconds }) => seconds.at(-1);
  const seconds = spread(ours.map(last), 3);
  const figures = {
    ours_s: seconds,
    ours_processor_s: spread(
      ours.map(({ processor }) => processor.at(-1)),
      3,
    ),
    ours_peak_mb: spread(
      ours.map(({ peak_mb: peak }) => peak),
      0,
    ),
  };
  const rival =
    theirs.length === 0
      ? { pandas: "not installed: apt-get install python3-pandas" }
      : {
          pandas: theirs[0].version,
          pandas_s: spread(theirs.map(last), 3),
          pandas_processor_s: spread(
            theirs.map(({ processor }) => processor.at(-1)),
            3,
          ),
          pandas_peak_mb: spread(
            theirs.map(({ peak_mb: peak }) => peak),
            0,
          ),
          times_faster: spread(theirs.map((their, at) => last(their) / last(ours[at]))),
        };
  const [what, must, isMet] = MODES[mode];
  return row(`report over ${trades} trades: ${what}`, { ...figures, ...rival }, { must, met: isMet(seconds, rival) });
}

function faster(_seconds, { times_faster: times }) {
  return times === undefined ? null : times.median > 1;
}

function report(program, args) {
  return JSON.parse(execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 20 }));
}

/** Two computations of one report have the same figures, or the comparison is none. */
function agree(ours, theirs) {
  for (const name of Object.keys(ours)) {
    const value = theirs[name];
    const same =
      typeof value === "number" ? Math.abs(ours[name] - value) <= TOLERANCE * Math.abs(value) : ours[name] === value;
    if (!same) throw new Error(`${name}: ${ours[name]}, and ${value} by pandas`);
  }
}

function asks(program, args) {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
