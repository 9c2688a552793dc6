import {
  createRedactor,
  DaybookError,
  encodeRecord,
  formatTimestamp,
  MAX_LINE_BYTES,
  normaliseEvent,
  numberRecord,
  parseJson,
  type Door,
  type LogRecord,
  type WireRecord,
} from "@daybook/protocol";
import type { FieldOpener } from "../encrypted-fields/open-line.ts";
import type { ByteLine } from "@daybook/importers";
import { formatCount } from "../pretty/quantities.ts";
import type { LogFile } from "./list-log-files.ts";
import type { ScanReport } from "./scan-report.ts";

export interface FileEvent {
  /** As the collector would have made it, without number. */
  record: LogRecord;
  /** The line as it stands in the file. */
  line: string;
  /** The same with encrypted fields opened, when that was asked for. */
  text: string;
  /** The id stands in the line; otherwise it is made of the file's name and the line's number. */
  hasOwnId: boolean;
}

/** Why a line is no event. */
export interface LineFault {
  isPlainText: boolean;
  reason: string;
}

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const PLAIN_TEXT: LineFault = { isPlainText: true, reason: "plain text, not JSON" };

/**
 * Lines of files → records, by the rules of the collector's door: the same fields, levels and times, the same secrets
 * hidden. What only a collector can know is not there: `seq` is 0, and an event without a time has that of its file.
 */
export class EventReader {
  readonly #redactor = createRedactor();
  readonly #opener: FieldOpener | undefined;
  readonly #door: Door;
  #path = "";
  #line = 0;

  constructor(opener?: FieldOpener) {
    this.#opener = opener;
    this.#door = {
      collectedAt: "",
      newId: () => `${this.#path}:${this.#line}`,
      redactor: this.#redactor,
    };
  }

  read(
    file: Pick<LogFile, "path" | "modifiedMs">,
    { number, bytes, lengthBytes, isEnded }: ByteLine,
  ): FileEvent | LineFault {
    if (bytes === undefined) {
      const reason = `${formatCount(lengthBytes)} bytes; at most ${formatCount(MAX_LINE_BYTES)} are taken`;
      return { isPlainText: false, reason };
    }
    const start = skipSpace(bytes);
    if (bytes[start] !== OPEN_BRACE && bytes[start] !== OPEN_BRACKET) return PLAIN_TEXT;
    return this.readText(file, number, bytes.toString("utf8"), isEnded);
  }

  readText(
    file: Pick<LogFile, "path" | "modifiedMs">,
    number: number,
    line: string,
    isEnded: boolean,
  ): FileEvent | LineFault {
    this.#path = file.path;
    this.#line = number;
    try {
      const opened = this.#opener?.open(line, `${file.path}:${number}`);
      const text = opened?.text ?? line;
      const value = parseJson(text);
      this.#door.collectedAt = formatTimestamp(Math.floor(file.modifiedMs) * 1_000);
      this.#door.redactor = opened === undefined ? this.#redactor : sparing(this.#redactor, opened.names);
      const record = numberRecord(normaliseEvent(value, this.#door), 0);
      return { record, line, text, hasOwnId: isOwnId((value as Record<string, unknown>)["id"], record.id) };
    } catch (error) {
      if (!(error instanceof DaybookError)) throw error;
      return { isPlainText: false, reason: isEnded ? error.message : `torn: ${error.message}` };
    }
  }
}

export function isFault(read: FileEvent | LineFault): read is LineFault {
  return "reason" in read;
}

/** The event as a server sends it, without what only a server gives. */
export function wireOf(record: LogRecord): WireRecord {
  const { seq: _seq, collected_at: _collectedAt, ...wire } = JSON.parse(encodeRecord(record)) as WireRecord;
  return wire as WireRecord;
}

function isOwnId(own: unknown, id: string): boolean {
  return (typeof own === "string" || typeof own === "number") && String(own) === id;
}

function skipSpace(bytes: Buffer): number {
  let at = 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at++;
  return at;
}

/** Writes down why a line is no event. */
export function noteFault(report: ScanReport, { path }: Pick<LogFile, "path">, line: number, fault: LineFault): void {
  if (fault.isPlainText) report.addPlainText(path, line);
  else report.addUnreadable(path, line, fault.reason);
}

/** What somebody opened with a key is to be seen: these names are no reason to hide a value. */
function sparing(redactor: Door["redactor"], names: ReadonlySet<string>): Door["redactor"] {
  return { ...redactor, classifyKey: (key) => (names.has(key) ? "exempt" : redactor.classifyKey(key)) };
}
