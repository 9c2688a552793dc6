import { isUtf8 } from "node:buffer";
import { parseTimestamp } from "@daybook/protocol";
import { LineCutter, type ByteLine } from "../byte-lines.ts";
import { rowFault, type ImportedEvent, type ImportedRow } from "../imported-row.ts";
import { MAX_FIX_LINE_BYTES } from "../limits.ts";
import { splitFixMessage, type FixMessage } from "./fix-message.ts";
import { messageEvent, timeIn } from "./message-event.ts";
import { SessionGaps, type SequenceGap } from "./session-gaps.ts";

/**
 * Events of a log of FIX messages, one a line, one list for each chunk. A message is number 2n of line n, and the gap before it, when
 * numbers of its session are missing, is 2n − 1: the numbers do not move when more is told about other lines.
 */
export async function* fixLogRows(chunks: AsyncIterable<Buffer>, service: string): AsyncGenerator<ImportedRow[]> {
  const cutter = new LineCutter(MAX_FIX_LINE_BYTES);
  const reader = new LogReader(service);
  for await (const chunk of chunks) yield cutter.push(chunk).flatMap((line) => reader.take(line));
  yield cutter.finish().flatMap((line) => reader.take(line));
}

class LogReader {
  readonly #service: string;
  readonly #gaps = new SessionGaps();
  #lastTime: string | undefined;

  constructor(service: string) {
    this.#service = service;
  }

  take({ number: line, bytes, lengthBytes }: ByteLine): ImportedRow[] {
    const number = 2 * line;
    if (bytes === undefined)
      return [rowFault(number, line, `the line has ${lengthBytes} bytes; the limit is ${MAX_FIX_LINE_BYTES}`)];
    if (bytes.every((byte) => byte <= 0x20)) return [];
    const message = splitFixMessage(bytes);
    if (message === undefined) return [rowFault(number, line, "there is no FIX message in the line")];
    const problem = problemOf(message);
    if (problem !== undefined) return [rowFault(number, line, problem)];
    const timestamp = this.#timeOf(message);
    if (timestamp === undefined)
      return [rowFault(number, line, "there is no time: neither SendingTime (52) nor one before the message")];
    this.#lastTime = timestamp;
    const event: ImportedEvent = { timestamp, service: this.#service, ...messageEvent(message) };
    if (!isUtf8(bytes)) event.data["encoding"] = "not UTF-8: some characters were replaced";
    const gap = this.#gaps.take(message);
    const rows: ImportedRow[] = [{ number, line, event }];
    if (gap !== undefined) rows.unshift({ number: number - 1, line, event: this.#gapEvent(gap, timestamp) });
    return rows;
  }

  /** SendingTime; else the time that the log gives; else that of the message before, which was at most a moment ago. */
  #timeOf({ fields, prefix }: FixMessage): string | undefined {
    return (
      timeIn(fields.get("52")) ??
      timeIn(prefix) ??
      parseTimestamp(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?Z?/.exec(prefix)?.[0]) ??
      this.#lastTime
    );
  }

  #gapEvent({ sender, target, expected, received }: SequenceGap, timestamp: string): ImportedEvent {
    const missing = received - expected;
    return {
      timestamp,
      level: "WARNING",
      service: this.#service,
      event_type: "gap_detected",
      logger: "fix",
      message: `${missing} message${missing === 1 ? "" : "s"} of ${sender} to ${target} missing: expected ${expected}, received ${received}`,
      data: { expected, received, missing, sender, target },
    };
  }
}

function problemOf({ fields, isComplete }: FixMessage): string | undefined {
  if (!isComplete) return "the message is cut: it does not end with its checksum (10)";
  return fields.has("35") ? undefined : "the message has no type (35)";
}
