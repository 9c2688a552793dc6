import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cron } from "croner";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runSchedule, startSchedule } from "./schedule.ts";
import type { ScheduleOptions } from "./schedule.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-schedule-"));
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, { recursive: true, force: true });
});

function options(part: Partial<ScheduleOptions>): ScheduleOptions {
  return {
    kinds: ["daily"],
    close: "17:00",
    timeZone: "America/New_York",
    dir: join(dir, "reports"),
    make: (kind) => Promise.resolve([{ name: `${kind}-2024-01-15.json`, text: "{}" }]),
    nowMs: () => Date.now(),
    onFault: () => {},
    ...part,
  };
}

test("reports are made a moment after each close of the zone, winter and summer", async () => {
  vi.useFakeTimers({ now: Date.parse("2024-03-08T21:00:00Z") });
  const made: string[] = [];
  const stop = startSchedule(
    options({
      make: () => {
        made.push(new Date(Date.now()).toISOString());
        return Promise.resolve([]);
      },
    }),
  );
  await vi.advanceTimersByTimeAsync(3 * 86_400_000);
  stop();
  await vi.advanceTimersByTimeAsync(2 * 86_400_000);
  expect(made).toEqual(["2024-03-08T22:00:10.000Z", "2024-03-09T22:00:10.000Z", "2024-03-10T21:00:10.000Z"]);
});

test("a report that fails is told, and the next one is made all the same", async () => {
  vi.useFakeTimers({ now: Date.parse("2024-03-08T21:00:00Z") });
  const faults: unknown[] = [];
  let calls = 0;
  const make = () => (++calls === 1 ? Promise.reject(new Error("no engine")) : Promise.resolve([]));
  const stop = startSchedule(options({ kinds: ["hourly"], make, onFault: (error) => faults.push(error) }));
  await vi.advanceTimersByTimeAsync(2 * 3_600_000 + 20_000);
  stop();
  expect(calls).toBe(3);
  expect(faults).toMatchObject([{ message: "no engine" }]);
});

test("files are whole, and the oldest of a kind go", async () => {
  const made = options({});
  await runSchedule("daily", made);
  expect(readFileSync(join(made.dir, "daily-2024-01-15.json"), "utf8")).toBe("{}");
  for (let n = 0; n < 900; n++) writeFileSync(join(made.dir, `daily-2020-${String(n).padStart(4, "0")}.json`), "");
  writeFileSync(join(made.dir, "hourly-2020-01-01T00.json"), "");
  await runSchedule("daily", made);
  const names = readdirSync(made.dir).sort();
  expect(names.filter((name) => name.startsWith("daily-"))).toHaveLength(800);
  expect(names).toContain("daily-2024-01-15.json");
  expect(names).toContain("hourly-2020-01-01T00.json");
});

test("the pattern library knows each zone that reports may name", () => {
  expect(new Cron("0 0 17 * * *", { timezone: "Asia/Kolkata", paused: true }).nextRun()).not.toBeNull();
});
