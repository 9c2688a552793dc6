import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { daybook, eventually, sql, startInstallation, temporaryDir } from "../harness.mjs";
import { idsDigest, queryTextOf } from "./search-oracle.mjs";

const shared = process.env.SHARED_DATA ?? new URL("../../../shared/data", import.meta.url).pathname;
const events = join(shared, "events/dev");
const oracle = JSON.parse(readFileSync(join(shared, "oracle/search_dev.json"), "utf8"));

function linesOf(file) {
  const bytes = readFileSync(join(events, file));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text.split("\n").filter(Boolean);
}

const sets = readdirSync(events)
  .filter((file) => /\.ndjson(\.gz)?$/.test(file))
  .map((file) => ({ file, name: file.replace(/\.ndjson(\.gz)?$/, ""), lines: linesOf(file) }));
const expected = readdirSync(events)
  .filter((file) => file.endsWith(".expected.json"))
  .map((file) => JSON.parse(readFileSync(join(events, file), "utf8")));

const dir = temporaryDir("acceptance");
const producers = new Map();
let installation;

async function importAll() {
  const replies = new Map();
  for (const { file, name } of sets) {
    const env = { DAYBOOK_URL: installation.url, DAYBOOK_KEY: installation.key };
    const { code, stdout, stderr } = await daybook(["import", "--json", join(events, file)], { env });
    expect(code, stderr + stdout).toBe(0);
    replies.set(name, JSON.parse(stdout));
  }
  return replies;
}

async function settled() {
  const { journal } = await installation.call("/admin/status");
  await installation.call(`/logs/search?limit=0&min_seq=${journal.last_seq}`);
  return journal.last_seq;
}

async function countsByProducer() {
  const rows = await sql(
    dir.path,
    "SELECT producer, count() AS n, uniqExact(producer_seq) AS lines, max(producer_seq) AS last FROM daybook.logs WHERE producer LIKE 'file:%' GROUP BY producer",
  );
  return new Map(rows.map((row) => [row.producer, row]));
}

beforeAll(async () => {
  installation = await startInstallation({ dataDir: dir.path });
  await importAll();
  await settled();
  const { createHash } = await import("node:crypto");
  for (const { name, lines, file } of sets) {
    const bytes = readFileSync(join(events, file));
    const plain = file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
    producers.set(name, {
      ids: [
        `file:${createHash("sha256").update(plain).digest("hex")}`,
        `file:${createHash("sha256").update(bytes).digest("hex")}`,
      ],
      lines,
    });
  }
}, 300_000);

afterAll(async () => {
  await installation?.stop();
  dir.remove();
});

/** The producer under which a set was stored. */
async function producerOf(name) {
  const counts = await countsByProducer();
  return producers.get(name).ids.find((id) => counts.has(id));
}

it("holds every line of every set once", async () => {
  const counts = await countsByProducer();
  for (const { name, lines } of sets) {
    const row = counts.get(await producerOf(name));
    expect(row, name).toMatchObject({ n: lines.length, lines: lines.length });
  }
  expect(counts.size).toBe(sets.length);
});

const KEPT = ["order_id", "trade_id", "symbol", "side", "quantity", "price", "pnl", "fees"];

describe.each(sets.map(({ name }) => name))("%s", (name) => {
  it("keeps ids, quantities, prices and P&L to the last digit", async () => {
    const { lines } = producers.get(name);
    const rows = await sql(
      dir.path,
      `SELECT producer_seq, ${KEPT.join(", ")} FROM daybook.logs WHERE producer = {p:String} ORDER BY producer_seq`,
      { p: await producerOf(name) },
    );
    expect(rows.length).toBe(lines.length);
    let compared = 0;
    rows.forEach((row, index) => {
      for (const field of KEPT) {
        const written = tokenOf(lines[index], field);
        if (written === undefined) continue;
        compared++;
        expect(sameText(row[field], written), `${name} line ${index + 1} ${field}: ${row[field]} for ${written}`).toBe(
          true,
        );
      }
    });
    // Logs and FIX messages have few of these fields or none; every trade and fill has most.
    if (!/^(logs|fix)_/.test(name)) expect(compared).toBeGreaterThan(lines.length * 4);
  });
});

/** The text of a top-level member of a flat line, unquoted; undefined when absent or null. */
function tokenOf(line, field) {
  const value = JSON.parse(line)[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  // `data` objects come last in the sets; the first hit outside strings is the top-level one.
  const match = new RegExp(`[,{]"${field}":(-?[0-9.eE+-]+)`).exec(line);
  return match?.[1];
}

function sameText(stored, written) {
  return stored === written;
}

describe.each(expected.map((set) => [set.set, set]))("%s", (name, set) => {
  it("adds up to the expected sums by SQL", async () => {
    const [row] = await sql(
      dir.path,
      `SELECT countIf(event_type = 'trade_exit') AS trades, count() AS events,
         toString(round(sumIf(toDecimal256(pnl, 30), event_type = 'trade_exit'), 12)) AS net_pnl,
         toString(round(sumIf(toDecimal256(pnl, 30), event_type = 'trade_exit' AND NOT startsWith(pnl, '-')), 12)) AS gross_profit,
         toString(round(sumIf(toDecimal256(pnl, 30), event_type = 'trade_exit' AND startsWith(pnl, '-')), 12)) AS gross_loss,
         toString(round(sumIf(toDecimal256(fees, 30), event_type = 'trade_entry'), 12)) AS fees_entry,
         toString(round(sumIf(toDecimal256(fees, 30), event_type = 'trade_exit'), 12)) AS fees_exit
       FROM (SELECT event_type, if(pnl = '', '0', pnl) AS pnl, if(fees = '', '0', fees) AS fees
             FROM daybook.logs WHERE producer = {p:String})`,
      { p: await producerOf(name) },
    );
    expect({ trades: row.trades, events: row.events }).toEqual({ trades: set.trades, events: set.events });
    for (const sum of ["net_pnl", "gross_profit", "gross_loss", "fees_entry", "fees_exit"]) {
      expect(withoutZeros(row[sum]), `${name} ${sum}`).toBe(withoutZeros(set[sum]));
    }
  });
});

/** `1.50` and `1.5` are one number. */
function withoutZeros(decimal) {
  return decimal.includes(".") ? decimal.replace(/0+$/, "").replace(/\.$/, "") : decimal;
}

describe.each(Object.entries(oracle.corpora))("search in %s", (name, corpus) => {
  it.each(corpus.queries.map((query) => [`${query.id} ${query.kind}`, query]))("%s", async (_title, query) => {
    const scope = `producer:"${await producerOf(name)}"`;
    const text = queryTextOf(query.spec);
    const full = text === "" ? scope : `${scope} AND (${text})`;
    const ids = [];
    let cursor;
    let total;
    do {
      const reply = await installation.call("/logs/search", {
        method: "POST",
        body: { query: full, limit: 1000, order: "asc", total: "exact", ...(cursor ? { cursor } : {}) },
      });
      total = reply.total;
      for (const event of reply.events) ids.push(event.producer_seq);
      cursor = reply.next_cursor;
    } while (cursor);
    ids.sort((a, b) => a - b);
    expect({ total, count: ids.length, digest: idsDigest(ids) }).toEqual({
      total: query.count,
      count: query.count,
      digest: query.ids_sha256_16,
    });
  });
});

it("gives any event back byte for byte as the journal holds it", async () => {
  const journal = journalLines(dir.path);
  expect(journal.size).toBeGreaterThan(40_000);
  const ids = [...journal.keys()];
  // Every 200th, over all sets.
  const sample = ids.filter((_, index) => index % 200 === 0);
  for (const id of sample) {
    expect(await installation.call(`/logs/${encodeURIComponent(id)}`, { text: true })).toBe(journal.get(id));
  }
});

/** Lines of all segments by event id; segments are plain or gzip. */
function journalLines(dataDir) {
  const lines = new Map();
  const folder = join(dataDir, "journal");
  for (const file of readdirSync(folder, { recursive: true }).map(String).sort()) {
    if (!/\.ndjson(\.gz)?$/.test(file)) continue;
    const bytes = readFileSync(join(folder, file));
    const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    for (const line of text.split("\n")) if (line) lines.set(JSON.parse(line).id, line);
  }
  return lines;
}

it("adds nothing when everything is imported again", async () => {
  const before = await countsByProducer();
  const replies = await importAll();
  for (const { name, lines } of sets) {
    expect(replies.get(name), name).toMatchObject({ accepted: 0, duplicates: lines.length });
  }
  await settled();
  expect(await countsByProducer()).toEqual(before);
  expect((await sql(dir.path, "SELECT count() AS n FROM daybook.logs WHERE event_type = 'gap_detected'"))[0].n).toBe(0);
}, 300_000);

it("holds the same after a restart", async () => {
  const before = await countsByProducer();
  await installation.stop();
  installation = await startInstallation({ dataDir: dir.path });
  await eventually("the store has caught up", async () => (await countsByProducer()).size === before.size);
  expect(await countsByProducer()).toEqual(before);
}, 120_000);
