import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bodies, eventFile } from "./lib/events.mjs";
import { freshInstallation, post } from "./lib/installation.mjs";
import { quantile, row } from "./lib/measure.mjs";

/** Time to the acknowledgement at 5,000 events/s in bodies of 50, against one write and fdatasync of the same bytes. */
export async function run({ tiny = false, seconds = tiny ? 1 : 20 } = {}) {
  const rate = 5_000;
  const perBody = 50;
  const { path, kind } = eventFile(rate * seconds);
  const installation = await freshInstallation("acknowledge");
  const file = openSync(join(installation.dataDir, "floor"), "w");
  const ours = [];
  const floor = [];
  const pending = [];
  try {
    const started = performance.now();
    let sent = 0;
    for (const body of bodies(path, perBody)) {
      const due = started + (sent / rate) * 1000;
      if (performance.now() < due) await delay(due - performance.now());
      sent += perBody;
      const begun = performance.now();
      pending.push(post(installation, body).then(() => ours.push(performance.now() - begun)));
      if (sent % (perBody * 20) === 0) {
        const begin = performance.now();
        writeSync(file, body);
        fdatasyncSync(file);
        floor.push(performance.now() - begin);
      }
    }
    await Promise.all(pending);
    const elapsed = (performance.now() - started) / 1000;
    const figures = {
      events_per_s: Math.round(sent / elapsed),
      p50_ms: Number(quantile(ours, 0.5).toFixed(2)),
      p99_ms: Number(quantile(ours, 0.99).toFixed(2)),
      max_ms: Number(Math.max(...ours).toFixed(2)),
      fdatasync_p50_ms: Number(quantile(floor, 0.5).toFixed(2)),
      fdatasync_p99_ms: Number(quantile(floor, 0.99).toFixed(2)),
      samples: ours.length,
    };
    return [
      row(`acknowledgement at ${rate} events/s (${kind})`, figures, { must: "p99 ≤ 25 ms", met: figures.p99_ms <= 25 }),
    ];
  } finally {
    closeSync(file);
    await installation.end();
  }
}
