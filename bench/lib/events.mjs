import { execFileSync } from "node:child_process";
import { existsSync, openSync, readSync, closeSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateDemoEvents } from "@daybook/server/demo";

const SHARED = process.env.SHARED_BENCH ?? fileURLToPath(new URL("../../../shared/bench", import.meta.url));

/**
 * An NDJSON file of `count` events: of the shared generator when it is there (so that figures can be held against those
 * of other systems on the same lines), else of the demo bot.
 */
export function eventFile(count, kind = existsSync(join(SHARED, "generate-events.mjs")) ? "generator" : "demo") {
  const dir = join(tmpdir(), "daybook-bench-events");
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${kind}-${count}.ndjson`);
  if (!existsSync(path)) {
    if (kind === "generator")
      execFileSync(process.execPath, [join(SHARED, "generate-events.mjs"), String(count), path]);
    else writeDemo(path, count);
  }
  return { path, kind };
}

function writeDemo(path, count) {
  const { writeFileSync } = process.getBuiltinModule("node:fs");
  const events = generateDemoEvents({ seed: 7, startMs: Date.UTC(2026, 0, 1), count });
  writeFileSync(path, `${events.map((event) => JSON.stringify(event)).join("\n")}\n`);
}

/** Bodies of `lines` lines each, as Buffers, read as they are needed. */
export function* bodies(path, lines) {
  const file = openSync(path, "r");
  const chunk = Buffer.alloc(4 << 20);
  let rest = Buffer.alloc(0);
  try {
    for (;;) {
      const read = readSync(file, chunk);
      const data = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      let counted = 0;
      for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) {
        if (++counted === lines) {
          yield data.subarray(start, at + 1);
          start = at + 1;
          counted = 0;
        }
      }
      rest = Buffer.from(data.subarray(start));
      if (read === 0) break;
    }
    if (rest.length > 0) yield rest;
  } finally {
    closeSync(file);
  }
}
