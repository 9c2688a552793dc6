import { expect, it } from "vitest";
import { DropCount } from "./drop-count.ts";
import type { DropReport, SinkHost } from "./sink.ts";

it("is reported once, and begins anew before the report is written", () => {
  const drops = new DropCount("test");
  const reports: DropReport[] = [];
  const host: SinkHost = {
    service: "bot",
    environment: "test",
    fault: () => {},
    dropped: (report) => {
      reports.push(report);
      // The report itself finds no room.
      if (reports.length === 1) drops.add(false);
    },
  };
  expect(drops.isEmpty).toBe(true);
  drops.add(false);
  drops.add(true);
  drops.report(host, "full");
  expect(drops.isEmpty).toBe(false);
  drops.report(host, "full");
  expect(drops.isEmpty).toBe(true);
  expect(reports).toEqual([
    { sink: "test", count: 2, audited: 1, reason: "full" },
    { sink: "test", count: 1, audited: 0, reason: "full" },
  ]);
});
