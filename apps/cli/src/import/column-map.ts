import { RECORD_FIELDS, type RecordField } from "@daybook/protocol";
import { usageFailure } from "../command-failure.ts";
import { jsonOfText } from "./event-text.ts";

/** Where a column's cells go; undefined leaves the column out. */
export interface ColumnTarget {
  /** A field of the record, another top-level name, or with `isData` a key of `data`. */
  name: string;
  isData: boolean;
}

/** `--map col=field,…`, each column once. An empty field leaves the column out. */
export function parseMap(texts: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const text of texts) {
    const parts = text.split(",");
    // A column's own name may hold a comma: then the option has one pair.
    const pairs = parts.every((part) => part.includes("=")) ? parts : [text];
    for (const pair of pairs) {
      const equals = pair.lastIndexOf("=");
      if (equals < 1)
        throw usageFailure(`--map ${pair} is not column=field.`, "For example --map Price=price,Date=timestamp.");
      const column = pair.slice(0, equals).trim();
      if (map.has(column)) throw usageFailure(`--map names the column ${column} twice.`, "Map each column once.");
      map.set(column, pair.slice(equals + 1).trim());
    }
  }
  return map;
}

/** Added by the collector, never taken from outside. */
const COLLECTED = new Set(["seq", "collected_at", "audit_index"]);

/**
 * The target of each column: as mapped, else a field of the record whose name it has (`Order ID` is `order_id`), else the
 * column's own name, which the server moves into `data`.
 */
export function planColumns(header: readonly string[], map: ReadonlyMap<string, string>): (ColumnTarget | undefined)[] {
  for (const column of map.keys()) {
    if (!header.includes(column)) {
      throw usageFailure(`--map: there is no column ${column}.`, `The columns are: ${header.join(", ")}.`);
    }
  }
  const used = new Map<string, string>();
  return header.map((column, i) => {
    const target = targetOf(column, map.get(column), i);
    if (target === undefined) return undefined;
    const key = `${target.isData ? "data." : ""}${target.name}`;
    const other = used.get(key);
    if (other !== undefined) {
      const hint = `Say which one with --map, and leave the other out: --map "${column}="`;
      throw usageFailure(`The columns ${other} and ${column} both give ${key}.`, hint);
    }
    used.set(key, column);
    return target;
  });
}

function targetOf(column: string, mapped: string | undefined, index: number): ColumnTarget | undefined {
  if (mapped === "") return undefined;
  if (mapped?.startsWith("data.")) return { name: mapped.slice(5), isData: true };
  if (mapped !== undefined) return { name: mapped, isData: false };
  const snake = column
    .trim()
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll(/[\s-]+/g, "_")
    .toLowerCase();
  if (isField(snake) && !COLLECTED.has(snake)) return { name: snake, isData: false };
  return { name: column.trim() || `column_${index + 1}`, isData: true };
}

function isField(name: string): name is RecordField {
  return Object.hasOwn(RECORD_FIELDS, name);
}

/** A record's cells as the JSON text of an event. Empty cells are absent. Numbers keep their digits. */
export function cellsToJson(
  cells: readonly string[],
  plan: readonly (ColumnTarget | undefined)[],
  header: readonly string[],
): string {
  const members: string[] = [];
  const data: string[] = [];
  let hasMessage = false;
  for (const [i, target] of plan.entries()) {
    const cell = cells[i] ?? "";
    if (target === undefined || cell === "") continue;
    hasMessage ||= !target.isData && target.name === "message";
    const member = `${JSON.stringify(target.name)}:${target.isData ? jsonOfText(cell) : cellJson(target.name, cell)}`;
    (target.isData ? data : members).push(member);
  }
  if (!hasMessage) members.push(`"message":${JSON.stringify(messageOf(cells, header))}`);
  if (data.length > 0) members.push(`"data":{${data.join(",")}}`);
  return `{${members.join(",")}}`;
}

function cellJson(name: string, cell: string): string {
  const kind = isField(name) ? RECORD_FIELDS[name] : undefined;
  if (kind === "decimal" || kind === "time") return JSON.stringify(cell.trim());
  if (kind === "integer") return /^\d{1,15}$/.test(cell.trim()) ? String(Number(cell)) : JSON.stringify(cell);
  if (kind === "data")
    return cell.trimStart().startsWith("{") && isJson(cell)
      ? cell.replaceAll(/[\r\n]+/g, " ")
      : JSON.stringify({ value: cell });
  if (kind === "lines") return JSON.stringify(cell.split(/\r?\n/));
  return kind === undefined ? jsonOfText(cell) : JSON.stringify(cell);
}

const MAX_MESSAGE_LENGTH = 200;

/** Without a message column: the record itself, as far as it fits. */
function messageOf(cells: readonly string[], header: readonly string[]): string {
  const text = cells.flatMap((cell, i) => (cell === "" ? [] : [`${header[i] ?? i + 1}=${cell}`])).join(" ");
  return text.length <= MAX_MESSAGE_LENGTH ? text : `${text.slice(0, MAX_MESSAGE_LENGTH - 1)}…`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
