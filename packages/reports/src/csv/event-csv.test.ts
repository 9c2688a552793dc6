import { expect, test } from "vitest";
import { EVENT_CSV_HEADER, eventCsvLine } from "./event-csv.ts";

test("fields stand under their names, texts as they are, the rest as JSON", () => {
  const names = EVENT_CSV_HEADER.trimEnd().split(",");
  const line = '{"seq":7,"level":"INFO","price":"0.10","message":"=1+1","unknown":1}';
  const cells = eventCsvLine(line).trimEnd().split(",");
  const at = (name: string): string | undefined => cells[names.indexOf(name)];
  expect([at("seq"), at("level"), at("price"), at("message"), at("symbol")]).toEqual([
    "7",
    "INFO",
    "0.10",
    "'=1+1",
    "",
  ]);
  expect(cells).toHaveLength(names.length);
  expect(eventCsvLine('{"data":{"a":[1,2]}}')).toContain('"{""a"":[1,2]}"');
});

test("a line that is no JSON is an error", () => {
  expect(() => eventCsvLine("{torn")).toThrow(SyntaxError);
});
