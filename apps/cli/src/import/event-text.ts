import { isDecimalText, parseLevelName } from "@daybook/protocol";
import { usageFailure } from "../command-failure.ts";
import { checkLevel } from "../query-flags.ts";
import type { DefaultMember } from "./stamp-line.ts";

export interface EventFlags {
  level?: string;
  service?: string;
  eventType?: string;
}

/** Members that the flags give to an event. A number keeps its digits: it is written as it was typed. */
export function readFields(flags: EventFlags, fields: readonly string[], data?: string): DefaultMember[] {
  const members: DefaultMember[] = [];
  if (flags.level !== undefined)
    members.push({ name: "level", json: JSON.stringify(parseLevelName(checkLevel(flags.level))) });
  if (flags.service !== undefined) members.push({ name: "service", json: JSON.stringify(flags.service) });
  if (flags.eventType !== undefined) members.push({ name: "event_type", json: JSON.stringify(flags.eventType) });
  if (data !== undefined) members.push({ name: "data", json: checkObject(data) });
  for (const field of fields) {
    const equals = field.indexOf("=");
    if (equals < 1)
      throw usageFailure(`--field ${field} has no name and value.`, "For example --field symbol=BTCUSDT.");
    const name = field.slice(0, equals);
    if (members.some((member) => member.name === name)) throw usageFailure(`${name} is given twice.`, "Give it once.");
    members.push({ name, json: jsonOfText(field.slice(equals + 1)) });
  }
  return members;
}

/** A number or boolean in JSON's own spelling as such, anything else as a string. */
export function jsonOfText(text: string): string {
  return (text.length <= 64 && isDecimalText(text)) || text === "true" || text === "false"
    ? text
    : JSON.stringify(text);
}

export function eventText(message: string, members: readonly DefaultMember[]): string {
  const rest = members
    .filter((member) => member.name !== "message")
    .map(({ name, json }) => `,${JSON.stringify(name)}:${json}`);
  return `{"message":${JSON.stringify(message)}${rest.join("")}}`;
}

function checkObject(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw usageFailure(
      `--data is not JSON: ${(cause as Error).message}`,
      `Quote it for the shell: --data '{"attempt":3}'.`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageFailure("--data is not an object.", `For example --data '{"attempt":3}'.`);
  }
  return text.replaceAll(/[\r\n]+/g, " ");
}
