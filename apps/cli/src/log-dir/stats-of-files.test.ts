import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { logLine, logText } from "../test-support/log-lines.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn } from "../test-support/test-host.ts";

test("counts of the range and of the one before, each event once", async () => {
  await using dir = await temporaryDir();
  const before = logLine(9, { level: "CRITICAL", timestamp: "2026-01-15T09:00:00.000000Z" });
  const future = logLine(10, { timestamp: "2026-01-15T10:30:00.000000Z" });
  const error = logLine(4, { level: "ERROR", service: "feed", event_type: "api_error" });
  await writeFile(join(dir.path, "audit.log"), `${logText(1, 2)}${error}\n${before}\n${future}\nnonsense\n`);
  await writeFile(join(dir.path, "errors.log"), `${error}\n`);
  const { code, out, err } = await runIn(createTestHost(), "stats", "--dir", dir.path, "--range", "1h", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(err)).toMatchObject({ unreadable_count: 1 });
  const reply = JSON.parse(out) as { error_trend: { total: number }[] };
  expect(reply).toMatchObject({
    range: "1h",
    start_time: "2026-01-15T09:30:00.000000Z",
    end_time: "2026-01-15T10:30:00.000000Z",
    total: 3,
    errors: 1,
    previous: { total: 1, errors: 1 },
    by_level: { INFO: 2, ERROR: 1 },
    by_service: [
      { value: "bot", count: 2 },
      { value: "feed", count: 1 },
    ],
  });
  expect(reply.error_trend).toHaveLength(60);
  expect(reply.error_trend[30]).toEqual({ time: "2026-01-15T10:00:00.000000Z", total: 3, errors: 1 });
  const forPeople = await runIn(createTestHost(), "stats", "--dir", dir.path, "--range", "1h");
  expect(forPeople.out).toContain("Last 1h: 3 events (+200 %), 1 error (+0 %)");
});
