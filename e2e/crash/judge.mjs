import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { eventually, sql } from "../harness.mjs";

/** Highest acknowledged number by producer, and answers that should not have been. */
export function readAcks(ackFile) {
  const acks = new Map();
  const faults = [];
  const text = existsSync(ackFile) ? readFileSync(ackFile, "utf8") : "";
  for (const line of text.split("\n").slice(0, -1)) {
    if (line.startsWith("FAULT")) faults.push(line);
    else {
      const [producer, last] = line.split(" ");
      acks.set(producer, Number(last));
    }
  }
  return { acks, faults };
}

/** Waits until everything durable can be searched. */
export async function caughtUp(installation, timeoutMs = 120_000) {
  await eventually(
    "the store has caught up",
    async () => {
      const { readers } = await installation.call("/admin/status");
      return readers.every((reader) => reader.lag_events === 0);
    },
    timeoutMs,
  );
}

/** Acknowledged = stored, none twice, order kept per producer, no hole in the journal's numbers. */
export async function judge(installation, ackFile) {
  const { acks, faults } = readAcks(ackFile);
  expect(faults).toEqual([]);
  expect(acks.size).toBeGreaterThan(0);
  const rows = await sql(
    installation.dataDir,
    `SELECT producer, count() AS n, uniqExact(producer_seq) AS distinct_n, max(producer_seq) AS last,
       countIf(producer_seq <= before) AS out_of_order
     FROM (SELECT producer, producer_seq, lagInFrame(producer_seq, 1, 0) OVER (PARTITION BY producer ORDER BY seq) AS before
           FROM daybook.logs WHERE service = 'crash-run')
     GROUP BY producer`,
  );
  const stored = new Map(rows.map((row) => [row.producer, row]));
  for (const [producer, last] of acks) {
    const row = stored.get(producer);
    expect(row, `${producer}: acknowledged up to ${last}`).toBeDefined();
    // Gapless from 1, none twice, at least what was acknowledged.
    expect(row.last).toBeGreaterThanOrEqual(last);
    expect(row).toMatchObject({ n: row.last, distinct_n: row.last, out_of_order: 0 });
  }
  const [numbers] = await sql(
    installation.dataDir,
    "SELECT count() AS n, uniqExact(seq) AS u, max(seq) AS last, uniqExact(id) AS ids FROM daybook.logs",
  );
  expect(numbers).toMatchObject({ n: numbers.last, u: numbers.last, ids: numbers.last });
  return { producers: acks.size, events: numbers.n };
}
