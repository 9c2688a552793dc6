// npm run bench [-- NAME …] [--tiny]: runs the benches, prints the table, writes bench/results/NAME.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { machine } from "./lib/measure.mjs";

const BENCHES = [
  "logger",
  "deaths",
  "bundle",
  "delivery",
  "ingest",
  "acknowledge",
  "live",
  "memory",
  "search",
  "audit",
  "report",
];

const args = process.argv.slice(2);
const tiny = args.includes("--tiny");
const asked = args.filter((arg) => !arg.startsWith("--"));
const unknown = asked.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no such bench: ${unknown.join(", ")}; there are ${BENCHES.join(", ")}\n`);
  process.exit(2);
}
const results = new URL("results/", import.meta.url);
mkdirSync(results, { recursive: true });
let missed = 0;
for (const name of asked.length > 0 ? asked : BENCHES) {
  process.stderr.write(`bench ${name} …\n`);
  const { run } = await import(`./${name}.bench.mjs`);
  const rows = await run({ tiny });
  for (const row of rows) {
    if (row.met === false) missed++;
    const mark = row.met === null ? " " : row.met ? "✓" : "✗";
    process.stdout.write(
      `${mark} ${row.what} — must ${row.must}\n  ${JSON.stringify({ ...row, what: undefined, must: undefined, met: undefined, queries: undefined })}\n`,
    );
    for (const { query, ours_ms: ours, raw_ms: raw, ratio } of row.queries ?? []) {
      process.stdout.write(
        `    ${query.padEnd(48)} ${String(ours.median).padStart(8)} ms  raw ${String(raw.median).padStart(8)} ms  ${ratio.median}× (${ratio.min}–${ratio.max})\n`,
      );
    }
  }
  if (!tiny)
    writeFileSync(new URL(`${name}.json`, results), `${JSON.stringify({ machine: machine(), rows }, null, 2)}\n`);
}
process.stdout.write(missed === 0 ? "every must met\n" : `${missed} missed\n`);
