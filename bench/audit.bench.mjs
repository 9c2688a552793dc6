import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Trail, directorySource, nodeHasher, nodeTrailFs, nodeVerifyEd25519 } from "@daybook/audit";
import { checkTrail } from "@daybook/verify";
import { bodies, eventFile } from "./lib/events.mjs";
import { freshInstallation, post, searchable } from "./lib/installation.mjs";
import { row, spread } from "./lib/measure.mjs";
import { temporaryDir } from "../e2e/harness.mjs";

const BATCH = 4_096;
/** As the sequencer does when so many files wait. */
const SYNC_EVERY = 16;

/** The trail alone, its verification, and what it costs ingest. */
export async function run({ tiny = false, events = tiny ? 5_000 : 400_000, runs = tiny ? 1 : 3 } = {}) {
  const lines = canonical(events);
  const ours = [];
  const floor = [];
  const verified = [];
  for (let i = 0; i < runs; i++) {
    const dir = temporaryDir("bench-audit");
    try {
      floor.push(floorRate(lines, events, dir.path));
      ours.push(await trailRate(lines, events, dir.path));
      verified.push(await verifyRate(events, dir.path));
    } finally {
      dir.remove();
    }
  }
  const rate = spread(ours, 0);
  const verification = spread(verified, 0);
  const ratio = spread(ours.map((one, i) => one / floor[i]));
  return [
    row(
      "audit: events/s durable, integrated and signed",
      { events, events_per_s: rate, floor_events_per_s: spread(floor, 0), ratio_to_floor: ratio },
      { must: "≥ 60,000/s", met: rate.median >= 60_000 },
    ),
    row(
      "audit: full re-verification",
      { entries_per_s: verification },
      { must: "≥ 300,000 entries/s", met: verification.median >= 300_000 },
    ),
    await ingestRow(tiny ? 3_000 : 300_000, runs),
  ];
}

/** Journal lines of the events, in batches. */
function canonical(events) {
  const { path } = eventFile(events);
  const text = readFileSync(path, "utf8").split("\n");
  const batches = [];
  for (let first = 0; first < events; first += BATCH) {
    const last = Math.min(events, first + BATCH);
    let batch = "";
    for (let at = first; at < last; at++) batch += `${journalLine(text[at], at + 1)}\n`;
    batches.push({ lastSeq: last, bytes: Buffer.from(batch) });
  }
  return batches;
}

function journalLine(text, seq) {
  const { timestamp, level, service, event_type, message, ...data } = JSON.parse(text);
  const id = `019b8d2a-4c00-7000-8000-${String(seq).padStart(12, "0")}`;
  const collected_at = new Date(1_760_000_000_000 + Math.floor(seq / 50)).toISOString().replace("Z", "000Z");
  const record = {
    seq,
    timestamp,
    level: level === "DEBUG" ? "INFO" : level,
    service,
    event_type: event_type ?? "log",
  };
  return JSON.stringify({ ...record, message, id, producer: `p${seq % 4}`, producer_seq: seq, data, collected_at });
}

/** What cannot be saved: the same bytes on disk, one `fdatasync` a batch, one hash of each record. */
function floorRate(batches, events, dir) {
  const file = openSync(join(dir, "floor"), "w");
  const started = performance.now();
  for (const { bytes } of batches) {
    for (let at = 0; at < bytes.length;) {
      const end = bytes.indexOf(10, at);
      createHash("sha256").update(bytes.subarray(at, end)).digest();
      at = end + 1;
    }
    writeSync(file, bytes);
    fdatasyncSync(file);
  }
  const rate = (events * 1000) / (performance.now() - started);
  closeSync(file);
  return rate;
}

async function trailRate(batches, events, dir) {
  const trail = await Trail.open({
    dir: join(dir, "audit"),
    stateDir: join(dir, "state"),
    keysDir: join(dir, "keys"),
    publicFs: nodeTrailFs("public"),
    privateFs: nodeTrailFs("private"),
    origin: "example.com/bench",
    masterKey: Buffer.alloc(32, 1),
    excluded: [],
    nowMs: Date.now,
  });
  await trail.replayed();
  const started = performance.now();
  for (const [at, { bytes, lastSeq }] of batches.entries()) {
    trail.take(bytes, lastSeq);
    await trail.commit();
    if (at % SYNC_EVERY === SYNC_EVERY - 1) await trail.sync();
  }
  await trail.sync();
  const rate = (events * 1000) / (performance.now() - started);
  if (trail.head.size !== events) throw new Error(`the trail has ${trail.head.size} of ${events} entries`);
  return rate;
}

async function verifyRate(events, dir) {
  const source = directorySource(nodeTrailFs("public"), join(dir, "audit"));
  const started = performance.now();
  const report = await checkTrail(source, { hasher: nodeHasher, verifyEd25519: nodeVerifyEd25519 });
  const rate = (events * 1000) / (performance.now() - started);
  if (report.findings.length > 0 || report.entries !== events) throw new Error(JSON.stringify(report).slice(0, 400));
  return rate;
}

/** The same events into two installations in turn, one without the trail, until the last can be searched. */
async function ingestRow(events, runs) {
  const rates = { on: [], off: [] };
  for (let i = 0; i < runs; i++) {
    for (const state of i % 2 === 0 ? ["on", "off"] : ["off", "on"]) {
      const installation = await freshInstallation("audit", { DAYBOOK_AUDIT: state === "on" ? "1" : "0" });
      try {
        const started = performance.now();
        let last = 0;
        for (const body of bodies(eventFile(events).path, 1_000)) last = (await post(installation, body)).last_seq;
        await searchable(installation, last);
        rates[state].push((events * 1000) / (performance.now() - started));
      } finally {
        await installation.end();
      }
    }
  }
  const slower = spread(rates.on.map((on, i) => 1 - on / rates.off[i]));
  return row(
    "ingest with the audit trail, against without",
    { on_rows_per_s: spread(rates.on, 0), off_rows_per_s: spread(rates.off, 0), slower_by: slower },
    { must: "at most 15 % slower", met: slower.median <= 0.15 },
  );
}
