import { RECORD_FIELDS, type WireRecord } from "@daybook/protocol";
import { usageFailure } from "../command-failure.ts";
import type { Host } from "../host.ts";
import { csvRow, fieldAt } from "./csv-row.ts";
import { formatEvent } from "./event-text.ts";

/** An event to show: its exact line, and what a server sends of it. */
export interface ShownEvent {
  text(): string;
  wire(): WireRecord;
}

export interface PrinterFlags {
  json?: true;
  csv?: string | true;
  full?: true;
  utc?: true;
}

export const CSV_FIELDS =
  "timestamp,level,service,event_type,message,symbol,side,quantity,price,pnl,fees,strategy,order_id,trade_id,id";

/** The line of a server's answer as an event to show. */
export function shownLine(line: string): ShownEvent {
  return { text: () => line, wire: () => JSON.parse(line) as WireRecord };
}

/** Writes the header of CSV when that was asked for. Throws when the flags do not fit. */
export function createPrinter(flags: PrinterFlags, host: Pick<Host, "out">): (event: ShownEvent) => string {
  if (flags.json) return (event) => `${event.text()}\n`;
  if (flags.csv) {
    const fields = (flags.csv === true ? CSV_FIELDS : flags.csv).split(",").map((name) => name.trim());
    const wrong = fields.find((name) => !(name in RECORD_FIELDS) && !name.startsWith("data"));
    if (wrong !== undefined) {
      throw usageFailure(
        `--csv: ${wrong} is not a field.`,
        `Fields of data are written data.NAME; others: ${Object.keys(RECORD_FIELDS).join(", ")}.`,
      );
    }
    host.out.write(csvRow(fields));
    return (event) => {
      const wire = event.wire();
      return csvRow(fields.map((name) => fieldAt(wire, name)));
    };
  }
  const options = {
    paint: host.out.paint,
    day: true,
    ...(flags.utc && { utc: true }),
    ...(flags.full && { full: true }),
  };
  return (event) => formatEvent(event.wire(), options);
}
