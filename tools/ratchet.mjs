/**
 * Counted debts that may only go down. A count that fell is recorded at once (in CI only reported); one that rose fails,
 * with its places. `--list` prints all places.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { compare } from "./ratchet/compare.mjs";
import { DEBTS } from "./ratchet/debts.mjs";
import { listSources } from "./tidy/sources.mjs";

const file = new URL("ratchet.json", import.meta.url);
const recorded = JSON.parse(readFileSync(file, "utf8"));
const sources = listSources();
const places = Object.fromEntries(Object.entries(DEBTS).map(([name, find]) => [name, find(sources)]));
const counted = Object.fromEntries(Object.entries(places).map(([name, found]) => [name, found.length]));
const { risen, fallen, next } = compare(recorded, counted);

for (const [name, count] of Object.entries(counted)) {
  process.stdout.write(`${String(count).padStart(4)} of ${String(recorded[name] ?? count).padStart(4)}  ${name}\n`);
  if (risen.includes(name) || process.argv.includes("--list")) {
    for (const { path, line } of places[name]) process.stdout.write(`              ${path}:${line}\n`);
  }
}
if (risen.length > 0)
  process.stdout.write(`Risen: ${risen.join(", ")}. Pay for what is new; the recorded numbers only go down.\n`);
if (fallen.length > 0) process.stdout.write(`Fallen: ${fallen.join(", ")}.\n`);
if (process.env.CI !== "true") writeFileSync(file, `${JSON.stringify(next, null, 2)}\n`);
process.exitCode = risen.length > 0 ? 1 : 0;
