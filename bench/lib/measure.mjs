import { cpus, totalmem } from "node:os";
import { execFileSync } from "node:child_process";

/** Value at share `q` (0..1) of sorted numbers, nearest rank. */
export function quantile(values, q) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))];
}

export const median = (values) => quantile(values, 0.5);

/** Median and range, the way every figure here is told. */
export function spread(values, digits = 2) {
  const round = (value) => Number(value.toFixed(digits));
  return {
    median: round(median(values)),
    min: round(Math.min(...values)),
    max: round(Math.max(...values)),
    runs: values.length,
  };
}

export function machine() {
  const commit = (() => {
    try {
      return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
    } catch {
      return "unknown";
    }
  })();
  return {
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    commit,
    date: new Date().toISOString(),
  };
}

/** One line of the table. `met` is null where performance.md asks for nothing. */
export function row(what, figures, { must, met }) {
  return { what, ...figures, must, met };
}
