import { expect, test } from "vitest";
import { MAX_REMEMBERED_REJECTS } from "../limits.ts";
import { Findings } from "./findings.ts";

test("counts by kind and verdict; damaged gzip speaks against both; the first ones keep their names", () => {
  const findings = new Findings();
  findings.add({ kind: "damaged_gzip", path: "a", detail: "" });
  findings.add({ kind: "torn_line", path: "a", line: 1, detail: "" });
  for (let i = 0; i < MAX_REMEMBERED_REJECTS; i++) findings.add({ kind: "unreadable_line", path: "b", detail: "" });
  expect(findings.total).toBe(MAX_REMEMBERED_REJECTS + 2);
  expect(findings.named).toHaveLength(MAX_REMEMBERED_REJECTS);
  expect(findings.against("changed")).toBe(MAX_REMEMBERED_REJECTS + 1);
  expect(findings.against("missing")).toBe(2);
});
