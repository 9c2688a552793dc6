import { setTimeout as delay } from "node:timers/promises";
import { bodies, eventFile } from "./lib/events.mjs";
import { freshInstallation, post, residentBytes, searchable } from "./lib/installation.mjs";
import { row } from "./lib/measure.mjs";

/** Resident memory of collector and engine: idle after start, and idle again after a load. */
export async function run({ tiny = false, events = tiny ? 2_000 : 300_000, settleSeconds = tiny ? 1 : 30 } = {}) {
  const installation = await freshInstallation("memory");
  try {
    await delay(settleSeconds * 1000);
    const idle = residentBytes(installation.child.pid);
    let last = 0;
    for (const body of bodies(eventFile(events).path, 1_000)) last = (await post(installation, body)).last_seq;
    await searchable(installation, last);
    const loaded = residentBytes(installation.child.pid);
    await delay(settleSeconds * 1000);
    const after = residentBytes(installation.child.pid);
    const mb = (bytes) => Math.round(bytes / 2 ** 20);
    return [
      row(
        "idle memory, collector and engine",
        { idle_mb: mb(idle), just_after_load_mb: mb(loaded), idle_after_load_mb: mb(after) },
        { must: "≤ 450 MB", met: mb(idle) <= 450 },
      ),
    ];
  } finally {
    await installation.end();
  }
}
