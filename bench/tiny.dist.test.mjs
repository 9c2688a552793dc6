import { expect, it } from "vitest";

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

// Not a measurement: each bench must still run and give its figures.
it.each(BENCHES)(
  "%s runs",
  async (name) => {
    const { run } = await import(`./${name}.bench.mjs`);
    const rows = await run({ tiny: true });
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatchObject({ what: expect.any(String), must: expect.any(String) });
  },
  180_000,
);
