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
 * A producer or number of the line's own is kept as `original_producer` and `original_producer_seq`. They must not count:
 * the server takes a producer's numbers only upwards, so a file in another order would be lost as already there.
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
    body = renameStamps(body, members);
    for (const { name, json } of defaults) {
      if (!members.some((member) => member.key === name)) added += `,${JSON.stringify(name)}:${json}`;
    }
  }
  const comma = trimEnd(body, body.length) === 1 ? "" : ",";
  return Buffer.concat([body, Buffer.from(`${comma}${added}}`)]);
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
