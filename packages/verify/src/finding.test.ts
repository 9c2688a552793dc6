import { expect, it } from "vitest";
import { Findings } from "./finding.ts";

it("gives one verdict on what changed and one on what is missing", () => {
  const findings = new Findings();
  expect([findings.verdict("integrity"), findings.verdict("completeness")]).toEqual(["sound", "sound"]);
  findings.add("entry_missing", "tile/entries/000", "gone", 4);
  expect([findings.verdict("integrity"), findings.verdict("completeness")]).toEqual(["sound", "damaged"]);
  findings.add("fork", "checkpoint", "another root");
  expect(findings.verdict("integrity")).toBe("damaged");
  expect(findings.all[1]).toEqual({ kind: "fork", aspect: "integrity", path: "checkpoint", message: "another root" });
});
