import { expect, test } from "vitest";
import { createTestHost } from "../test-support/test-host.ts";
import { createPrinter, shownLine, type PrinterFlags } from "./event-printer.ts";

const LINE =
  '{"timestamp":"2024-01-15T10:30:45.123456Z","level":"INFO","service":"s","event_type":"t","message":"m, n","price":1.50,"data":{"x":[1]}}';

function print(flags: PrinterFlags): string {
  const host = createTestHost();
  return host.texts.out + createPrinter(flags, host)(shownLine(LINE));
}

test("the exact line, CSV, or text for people", () => {
  expect(print({ json: true })).toBe(`${LINE}\n`);
  expect(print({ csv: "message,price,data.x" })).toBe('"m, n",1.5,[1]\r\n');
  expect(print({ utc: true })).toBe("2024-01-15 10:30:45.123Z INFO            s t m, n price=1.5\n");
});

test("the header of CSV comes first; unknown columns are refused before anything is written", () => {
  const host = createTestHost();
  createPrinter({ csv: "id,data.x" }, host);
  expect(host.texts.out).toBe("id,data.x\r\n");
  expect(() => createPrinter({ csv: "nofield" }, host)).toThrow("nofield is not a field");
});
