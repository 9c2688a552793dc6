import { describe, expect, it } from "vitest";
import { ErrorLog } from "./error-log.ts";
import type { LoggedEvent } from "./fields.ts";
import { MAX_FINGERPRINTS } from "./limits.ts";

function at(time: string, fields: Partial<LoggedEvent> = {}): LoggedEvent {
  return { timestamp: `2026-11-21T${time}:00.000000Z`, event_type: "system_error", level: "ERROR", ...fields };
}

function of(...events: readonly LoggedEvent[]) {
  const log = new ErrorLog();
  for (const event of events) log.add(event);
  return log.figures;
}

describe("the log of errors", () => {
  it("of nothing has reasons, not zeros", () => {
    expect(of()).toMatchObject({
      errors: 0,
      errors_per_hour: { value: null },
      error_share: { value: null, reason: "no events" },
      by_fingerprint: [],
    });
    expect(of(at("08:00")).errors_per_hour).toEqual({ value: null, reason: "all events are of one instant" });
  });

  it("counts levels ERROR and CRITICAL over the time of all events", () => {
    const figures = of(
      at("08:00", { level: "INFO" }),
      at("08:30"),
      at("09:30", { level: "CRITICAL" }),
      at("10:00", { level: "WARNING" }),
    );
    expect(figures).toMatchObject({ errors: 2, errors_per_hour: { value: 1 }, error_share: { value: 0.5 } });
    expect(figures.by_hour).toEqual([
      { hour: "2026-11-21T08", count: 1 },
      { hour: "2026-11-21T09", count: 1 },
    ]);
  });

  it("shows the first of each kind as it was written", () => {
    const { by_fingerprint } = of(
      at("08:00", { id: "a", exception_message: "", message: "lost 3 orders" }),
      at("09:00", { id: "b", message: "lost 4 orders" }),
    );
    expect(by_fingerprint).toMatchObject([
      { pattern: "lost <number> orders", errors: 2, example_id: "a", example_message: "lost 3 orders" },
    ]);
    expect(by_fingerprint[0]?.first).toBe("2026-11-21T08:00:00.000000Z");
    expect(by_fingerprint[0]?.last).toBe("2026-11-21T09:00:00.000000Z");
  });

  it("names sources whole, whatever is in them", () => {
    const { by_source } = of(
      at("08:00", { service: "b\u0000ot", logger: "x".repeat(300) }),
      at("08:00", { service: "bot", logger: "a" }),
      at("08:01", { service: "bot", logger: "a" }),
    );
    expect(by_source.map(({ service, logger, errors }) => [service, logger, errors])).toEqual([
      ["bot", "a", 2],
      ["bot", `${"x".repeat(90)}…`, 1],
    ]);
  });

  it("lists so many kinds and counts the rest", () => {
    const letters = (number: number): string => number.toString(2).replaceAll("0", "a").replaceAll("1", "b");
    const events = Array.from({ length: MAX_FINGERPRINTS + 7 }, (_, number) =>
      at("08:00", { message: letters(number) }),
    );
    const { by_fingerprint, fingerprints_left_out } = of(...events);
    expect(by_fingerprint).toHaveLength(MAX_FINGERPRINTS);
    expect(fingerprints_left_out).toEqual({ groups: 7, count: 7 });
  });
});
