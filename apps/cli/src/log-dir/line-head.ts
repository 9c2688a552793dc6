import { isLevel, parseTimestamp, type Level } from "@daybook/protocol";

/** Time and level of a line as the logger writes it. */
export interface LineHead {
  timestamp: string;
  /** Undefined when it does not stand where the logger puts it. */
  level: Level | undefined;
}

const START = Buffer.from('{"timestamp":"');
const TIME_END = START.length + "2024-01-15T10:30:45.123456Z".length;
const LEVEL = Buffer.from('","level":"');
const TIMESTAMP_KEY = Buffer.from('"timestamp"');
const LEVEL_KEY = Buffer.from('"level"');
const LEVEL_START = TIME_END + LEVEL.length;
const QUOTE = 0x22;

/**
 * Reads what a line of the logger begins with, without parsing it: ten times faster, and most lines of a search fall by
 * their time. Undefined when the line has another shape, or names a timestamp again further on, where it could
 * count instead.
 */
export function readLineHead(line: Buffer): LineHead | undefined {
  if (line.length < LEVEL_START || START.compare(line, 0, START.length) !== 0 || line[TIME_END] !== QUOTE)
    return undefined;
  const timestamp = line.toString("latin1", START.length, TIME_END);
  if (parseTimestamp(timestamp) !== timestamp || line.lastIndexOf(TIMESTAMP_KEY) !== 1) return undefined;
  return { timestamp, level: levelOf(line) };
}

function levelOf(line: Buffer): Level | undefined {
  if (LEVEL.compare(line, TIME_END, LEVEL_START) !== 0 || line.lastIndexOf(LEVEL_KEY) !== TIME_END + 2)
    return undefined;
  const end = line.indexOf(QUOTE, LEVEL_START);
  const level = end < 0 ? "" : line.toString("latin1", LEVEL_START, end);
  return isLevel(level) ? level : undefined;
}
