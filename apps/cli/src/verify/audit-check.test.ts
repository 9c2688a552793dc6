import type { LogRecord } from "@daybook/protocol";
import { expect, test } from "vitest";
import { AuditCheck } from "./audit-check.ts";
import { Findings } from "./findings.ts";

const eventAt = (second: number): LogRecord =>
  ({ timestamp: `2026-01-15T10:00:${second}.000000Z`, id: `e${second}`, event_type: "log" }) as LogRecord;

function absent(audited: number[], others: number[]): { found: string[]; note: string | undefined } {
  const check = new AuditCheck();
  for (const second of audited) check.addAudited(eventAt(second));
  for (const [at, second] of others.entries()) check.check("trades.log", at + 1, eventAt(second));
  const findings = new Findings();
  const note = check.finish(findings);
  return { found: findings.named.map(({ line, detail }) => `${line} ${detail}`), note };
}

test("an event that the audit file has not, in the time that it covers", () => {
  expect(absent([20, 30, 55], [20, 25, 30])).toEqual({
    found: ["2 log e25 is not in the audit file"],
    note: undefined,
  });
});

test("what is older than the audit file, or newer than its end, need not be in it", () => {
  expect(absent([20, 55], [10, 46, 59])).toEqual({ found: [], note: undefined });
  expect(absent([], [10])).toEqual({ found: [], note: undefined });
});

test("an audit file that does not get every event is no measure", () => {
  const { found, note } = absent([20, 30, 55], [21, 22, 30]);
  expect(found).toEqual([]);
  expect(note).toContain("does not get every event");
});
