import { skipSpace, topLevelMembers, trimEnd, type Member } from "./top-level-members.ts";

export interface Stamp {
  producer: string;
  /** The line's number. */
  number: number;
}

/** A member that a line gets when it has none of that name; the value is JSON text. */
export interface DefaultMember {
  name: string;
  json: string;
}

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const PRODUCER = Buffer.from('"producer');

/**
 * The line with `producer`, `producer_seq` and what is missing of `defaults` put in before its last brace. Its own text
 * is not touched: every digit and the positions of faults stay what they were. Text that is no object is given back as it
 * is, for the server to refuse.
 *
 * A line with both a producer and a number of its own (a file that a Daybook logger wrote) keeps them, so that what the
 * server got directly is not doubled. One without the other is kept under `original_producer` or `original_producer_seq`.
 */
export function stampLine(line: Buffer, stamp: Stamp, defaults: readonly DefaultMember[]): Buffer {
  const start = skipSpace(line, 0);
  const end = trimEnd(line, line.length);
  if (end - start < 2 || line[start] !== OPEN_BRACE || line[end - 1] !== CLOSE_BRACE) return line;
  let body = line.subarray(start, end - 1);
  let added = `"producer":${JSON.stringify(stamp.producer)},"producer_seq":${stamp.number}`;
  if (defaults.length > 0 || body.includes(PRODUCER)) {
    const members = topLevelMembers(line.subarray(start, end));
    if (members === undefined) return line;
    if (hasOwnStamp(members, body)) added = "";
    else body = renameStamps(body, members);
    for (const { name, json } of defaults) {
      if (!members.some((member) => member.key === name))
        added += `${added === "" ? "" : ","}${JSON.stringify(name)}:${json}`;
    }
  }
  if (added === "") return line;
  const comma = trimEnd(body, body.length) === 1 ? "" : ",";
  return Buffer.concat([body, Buffer.from(`${comma}${added}}`)]);
}

function hasOwnStamp(members: readonly Member[], text: Buffer): boolean {
  const producer = members.find((member) => member.key === "producer");
  const number = members.find((member) => member.key === "producer_seq");
  if (producer === undefined || number === undefined) return false;
  const value = text.toString("latin1", number.valueStart, number.valueEnd);
  return text[producer.valueStart] === 0x22 && producer.valueEnd - producer.valueStart > 2 && /^\d{1,15}$/.test(value);
}

function renameStamps(text: Buffer, members: readonly Member[]): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { key, keyStart, keyEnd } of members) {
    if (key !== "producer" && key !== "producer_seq") continue;
    parts.push(text.subarray(from, keyStart), Buffer.from(`"original_${key}"`));
    from = keyEnd;
  }
  return from === 0 ? text : Buffer.concat([...parts, text.subarray(from)]);
}
