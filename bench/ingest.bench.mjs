import { writeFileSync, mkdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bodies, eventFile } from "./lib/events.mjs";
import { freshInstallation, post, searchable, sql } from "./lib/installation.mjs";
import { row, spread } from "./lib/measure.mjs";

/**
 * NDJSON over HTTP until it is durable, stored and searchable, one connection, 1,000-event bodies; against the engine
 * alone, which reads the same canonical rows from a file into the same table. Then what they take on disk.
 */
export async function run({ tiny = false, events = tiny ? 3_000 : 500_000, runs = tiny ? 1 : 3 } = {}) {
  const { path, kind } = eventFile(events);
  const ours = [];
  const raw = [];
  let disk;
  for (let i = 0; i < runs; i++) {
    const installation = await freshInstallation("ingest");
    try {
      const started = performance.now();
      let last = 0;
      for (const body of bodies(path, 1_000)) last = (await post(installation, body)).last_seq;
      const acknowledged = performance.now();
      await searchable(installation, last);
      ours.push({
        rowsPerSecond: (events * 1000) / (performance.now() - started),
        acknowledgedPerSecond: (events * 1000) / (acknowledged - started),
      });
      raw.push(await rawInsert(installation, events));
      disk = await diskUse(installation, path);
    } finally {
      await installation.end();
    }
  }
  const ratios = ours.map(({ rowsPerSecond }, i) => rowsPerSecond / raw[i]);
  const ratio = spread(ratios);
  return [
    row(
      `ingest → durable → searchable, ${events} events (${kind})`,
      {
        ours_rows_per_s: spread(
          ours.map(({ rowsPerSecond }) => rowsPerSecond),
          0,
        ),
        acknowledged_rows_per_s: spread(
          ours.map(({ acknowledgedPerSecond }) => acknowledgedPerSecond),
          0,
        ),
        raw_insert_rows_per_s: spread(raw, 0),
        ratio,
      },
      { must: "≥ 0.6× raw insert", met: ratio.median >= 0.6 },
    ),
    row(`disk, bytes per event in the store (${kind})`, disk, { must: "≤ 75", met: disk.bytes_per_event <= 75 }),
  ];
}

/** The engine alone: same rows, same table, same settings, from a file. */
async function rawInsert({ dataDir }, events) {
  const dir = join(dataDir, "bench");
  mkdirSync(dir, { recursive: true });
  const file = join(dir, "rows.ndjson");
  const lines = canonicalLines(dataDir);
  writeFileSync(file, lines);
  const columns = await sql(
    dataDir,
    "SELECT name, type FROM system.columns WHERE database = 'daybook' AND table = 'logs' AND default_kind = '' ORDER BY position",
  );
  const structure = columns.map(({ name, type }) => `${name} ${type}`).join(", ");
  await sql(dataDir, "DROP TABLE IF EXISTS daybook.bench_raw SYNC");
  await sql(dataDir, "CREATE TABLE daybook.bench_raw AS daybook.logs");
  const names = columns.map(({ name }) => name).join(", ");
  const started = performance.now();
  await sql(
    dataDir,
    `INSERT INTO daybook.bench_raw (${names}) SELECT ${names} FROM file('${file}', 'JSONEachRow', '${structure.replaceAll("'", "\\'")}')
     SETTINGS date_time_input_format = 'best_effort', input_format_json_read_numbers_as_strings = 1, input_format_json_read_objects_as_strings = 1, input_format_skip_unknown_fields = 1, input_format_null_as_default = 1`,
  );
  const seconds = (performance.now() - started) / 1000;
  const [{ n }] = await sql(dataDir, "SELECT count() AS n FROM daybook.bench_raw");
  if (n !== events) throw new Error(`raw insert holds ${n} of ${events} rows`);
  await sql(dataDir, "DROP TABLE daybook.bench_raw SYNC");
  return events / seconds;
}

function canonicalLines(dataDir) {
  const { readdirSync } = process.getBuiltinModule("node:fs");
  const { gunzipSync } = process.getBuiltinModule("node:zlib");
  const folder = join(dataDir, "journal");
  const parts = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => /\.ndjson(\.gz)?$/.test(file))
    .toSorted()
    .map((file) =>
      file.endsWith(".gz") ? gunzipSync(readFileSync(join(folder, file))) : readFileSync(join(folder, file)),
    );
  return Buffer.concat(parts);
}

async function diskUse({ dataDir }, path) {
  const parts =
    "SELECT sum(bytes_on_disk) AS bytes, sum(rows) AS n, count() AS parts FROM system.parts WHERE active AND database = 'daybook' AND table = 'logs'";
  const [asWritten] = await sql(dataDir, parts);
  await sql(dataDir, "OPTIMIZE TABLE daybook.logs FINAL");
  const [merged] = await sql(dataDir, parts);
  return {
    bytes_per_event: Number((merged.bytes / merged.n).toFixed(1)),
    before_merges: Number((asWritten.bytes / asWritten.n).toFixed(1)),
    parts_before_merges: asWritten.parts,
    gzip_6_of_ndjson: Number(
      (
        gzipSync(readFileSync(path).subarray(0, 64 << 20), { level: 6 }).length /
        Math.min(1, (64 << 20) / readFileSync(path).length) /
        merged.n
      ).toFixed(1),
    ),
  };
}
