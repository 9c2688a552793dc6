import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createRedactor, normaliseEvent, numberRecord, parseJson } from "@daybook/protocol";

const shared = process.env.SHARED_DATA ?? new URL("../../../shared/data", import.meta.url).pathname;

/** Sets of trades whose sums another program has computed. */
export const TRADE_SETS = [
  "ft_fixture_2018",
  "huck_trend_2024",
  "huck_levhold_2024q1",
  "itumor_supertrend",
  "quintin_dryrun_2024",
  "huck_ml_2022_volume",
];

export const readShared = (path) => readFileSync(join(shared, path), "utf8");
export const oracle = JSON.parse(readShared("oracle/oracle_dev.json"));
export const expectedOf = (set) => JSON.parse(readShared(`events/dev/${set}.expected.json`));

/** Rows of a table of the oracles: those of a header with plain cells. */
export function csv(path) {
  const [head, ...lines] = readShared(path).trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((name, at) => [name, cells[at]]));
  });
}

/** The events of a set as the collector has them: through the door, numbered in the order of the file. */
export function eventsOf(set, copy = "") {
  const isZipped = set === "huck_ml_2022_volume";
  const bytes = readFileSync(join(shared, "events/dev", `${set}.ndjson${isZipped ? ".gz" : ""}`));
  const text = (isZipped ? gunzipSync(bytes) : bytes).toString("utf8");
  let line = 0;
  const door = {
    collectedAt: "2026-01-01T00:00:00.000000Z",
    newId: () => `${set}${copy}:${line}`,
    redactor: createRedactor(),
  };
  return text
    .split("\n")
    .filter(Boolean)
    .map((one) => {
      line++;
      return numberRecord(normaliseEvent(parseJson(one), door), line);
    });
}

/** In an order that is the same in each run and has nothing to do with time. */
export function shuffled(list) {
  let state = 12_345;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return list
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

/**
 * The ways in which the same events may come: as written; in any order; each sent twice; the file read in twice, so that the
 * copies have other ids and numbers.
 */
export const ARRIVALS = {
  "in the order of the file": eventsOf,
  shuffled: (set) => shuffled(eventsOf(set)),
  "each sent twice": (set) => shuffled([...eventsOf(set), ...eventsOf(set)]),
  "the file read in twice": (set) => {
    const events = eventsOf(set);
    const copies = eventsOf(set, " again").map((event) => ({ ...event, seq: event.seq + events.length }));
    return [...events, ...copies];
  },
};

/** Decimal text to so many places, half away from zero: how the expected sums are written. */
export function places(text, digits) {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) throw new Error(`${text} is no decimal`);
  const [, sign, whole, fraction = "", exponent = "0"] = match;
  const shift = digits - fraction.length + Number(exponent);
  const units = BigInt(whole + fraction);
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const scaled = shift < 0 ? (2n * units + divisor) / (2n * divisor) : units * 10n ** BigInt(shift);
  const written = scaled.toString().padStart(digits + 1, "0");
  return `${sign}${written.slice(0, -digits)}.${written.slice(-digits)}`;
}

/** Relative distance; of numbers that should be zero, the distance itself. */
export function distance(ours, theirs) {
  return Math.abs(ours - theirs) / (theirs === 0 ? 1 : Math.abs(theirs));
}

/** Figures further than 1e-9 from the wanted ones, as `name: ours for theirs`; a null is wanted for a null. */
export function differing(pairs) {
  return pairs
    .filter(([, ours, theirs]) => (theirs === null ? ours !== null : !(distance(ours ?? Number.NaN, theirs) <= 1e-9)))
    .map(([name, ours, theirs]) => `${name}: ${ours} for ${theirs}`);
}
