import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeRecord } from "./decode.ts";
import { encodeRecord } from "./encode.ts";
import { normaliseEvent } from "./normalise.ts";
import { parseJson } from "./json.ts";
import { createRedactor } from "./redact.ts";

const FOLDER = new URL("../../../golden/record-v1/", import.meta.url);
const FILES = readdirSync(FOLDER).toSorted();

function linesOf(file: string): string[] {
  return readFileSync(new URL(file, FOLDER), "utf8").split("\n").slice(0, -1);
}

describe("golden/record-v1", () => {
  it("has its files", () => {
    expect(FILES).toEqual(["data.ndjson", "every-field.ndjson", "money.ndjson", "smallest.ndjson", "texts.ndjson"]);
  });

  it.each(FILES)("%s is read, and written again with the same bytes", (file) => {
    const lines = linesOf(file);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.map((line) => encodeRecord(decodeRecord(line)))).toEqual(lines);
  });

  it.each(FILES)("%s passes the door again without a complaint", (file) => {
    const door = { collectedAt: "2026-01-05T09:30:01.000000Z", newId: () => "new", redactor: createRedactor() };
    for (const line of linesOf(file)) {
      const again = normaliseEvent(parseJson(line), door);
      expect(again.id).toBe(decodeRecord(line).id);
      expect(again.data?.["invalid"]).toEqual(decodeRecord(line).data?.["invalid"]);
    }
  });

  it("gives money back as it was written", () => {
    const texts = linesOf("money.ndjson").map((line) => decodeRecord(line).pnl);
    expect(texts.slice(0, 6)).toEqual(["0", "-0", "573.0", "0.10", "9.64e-05", "1E5"]);
    expect(texts.at(-1)).toBe(String(2n ** 256n - 1n));
  });
});
