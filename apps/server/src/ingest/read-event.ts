import { DaybookError, MAX_LINE_BYTES, MAX_NOTES, normaliseEvent, parseJson } from "@daybook/protocol";
import type { Door, IncomingRecord, JsonValue, RejectedLine } from "@daybook/protocol";
import type { Piece } from "./body-pieces.ts";

/** An event that passed the door, or why it did not. */
export interface Candidate {
  line: number;
  /** Absent when rejected. */
  record?: IncomingRecord;
  /** The id came with the event, so that a repetition can be known by it. */
  ownId: boolean;
  rejection?: RejectedLine;
  /** Count of a rejected event, as far as it can be told: it counts as seen. */
  seen?: { producer: string; seq: number };
}

/** A body whose lines are counted by the caller: an imported file. */
export interface LineCount {
  producer: string;
  /** Number of the first line. */
  firstSeq: number;
}

const INVALID_UTF8 = "the line was not valid UTF-8; each wrong byte is now U+FFFD";

/** Parses and normalises one piece of a body. Never throws on what a client sent. */
export function readEvent(piece: Piece, door: Door, count: LineCount | undefined): Candidate {
  const { line, text } = piece;
  const seen = count && { producer: count.producer, seq: count.firstSeq + line - 1 };
  if (text === undefined) return reject(line, tooLong(piece), seen);
  let value: JsonValue | undefined;
  try {
    value = parseJson(text);
    const record = normaliseEvent(value, door);
    if (piece.repaired) noteInvalid(record);
    if (seen) {
      record.producer = seen.producer;
      record.producer_seq = seen.seq;
    }
    return { line, record, ownId: hasOwnId(value, record) };
  } catch (error) {
    if (!(error instanceof DaybookError)) throw error;
    return reject(line, error, seen ?? countOf(value) ?? countInText(text));
  }
}

function reject(line: number, error: DaybookError, seen: Candidate["seen"]): Candidate {
  const rejection: RejectedLine = { line, code: error.code, reason: error.message };
  return seen ? { line, ownId: false, rejection, seen } : { line, ownId: false, rejection };
}

function tooLong({ bytes }: Piece): DaybookError {
  return new DaybookError("DAYBOOK_INGEST_LINE_TOO_LONG", `${bytes} bytes, at most ${MAX_LINE_BYTES}`, {
    limit: MAX_LINE_BYTES,
  });
}

function hasOwnId(value: JsonValue, record: IncomingRecord): boolean {
  const id = (value as Record<string, JsonValue>)["id"];
  return typeof id === "string" || typeof id === "number" ? String(id) === record.id : false;
}

function noteInvalid(record: IncomingRecord): void {
  const data = (record.data ??= {});
  const notes = data["invalid"];
  if (notes === undefined) data["invalid"] = [INVALID_UTF8];
  else if (Array.isArray(notes) && notes.length < MAX_NOTES) notes.push(INVALID_UTF8);
}

function countOf(value: JsonValue | undefined): Candidate["seen"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { producer, producer_seq: seq } = value;
  return typeof producer === "string" && typeof seq === "number" && Number.isSafeInteger(seq)
    ? { producer, seq }
    : undefined;
}

const PRODUCER = /"producer"\s*:\s*"([^"\\]{1,1024})"/;
const PRODUCER_SEQ = /"producer_seq"\s*:\s*(\d{1,15})\b/;

/** From a line that is no JSON, a guess: good enough to tell a spoilt line from a lost one. */
function countInText(text: string): Candidate["seen"] {
  const producer = PRODUCER.exec(text)?.[1];
  const seq = PRODUCER_SEQ.exec(text)?.[1];
  return producer === undefined || seq === undefined ? undefined : { producer, seq: Number(seq) };
}
