import type { JsonValue } from "@daybook/protocol";
import { MAX_VALUE_PREVIEW } from "./limits.ts";

export type TreeKind = "string" | "number" | "boolean" | "null" | "object" | "array";

export interface TreeRow {
  /** JSON pointer, the row's identity. */
  pointer: string;
  /** Field name for the search language, or undefined below an array. */
  field: string | undefined;
  key: string;
  depth: number;
  kind: TreeKind;
  /** The value as text, cut; for an object or array its size. */
  text: string;
  value: JsonValue;
  isOpen: boolean | undefined;
}

export function kindOf(value: JsonValue): TreeKind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : "object";
}

/** The pointers of what is open at first: everything in small trees, the first level in large ones. */
export function initiallyOpen(root: JsonValue, maxRows: number): Set<string> {
  const open = new Set<string>();
  let rows = 0;
  const queue: { value: JsonValue; pointer: string; depth: number }[] = [{ value: root, pointer: "", depth: 0 }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const children = childrenOf(next.value);
    if (next.depth > 0 && rows + children.length > maxRows) continue;
    if (children.length > 0) open.add(next.pointer);
    rows += children.length;
    for (const [key, value] of children) {
      if (kindOf(value) === "object" || kindOf(value) === "array") {
        queue.push({ value, pointer: pointerTo(next.pointer, key), depth: next.depth + 1 });
      }
    }
  }
  return open;
}

/** The visible rows below `root`, which itself has no row. `prefix` is the field name of `root`. */
export function treeRows(root: JsonValue, open: ReadonlySet<string>, prefix: string): TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (parent: JsonValue, pointer: string, field: string | undefined, depth: number): void => {
    for (const [key, value] of childrenOf(parent)) {
      const at = pointerTo(pointer, key);
      const kind = kindOf(value);
      const isBranch = (kind === "object" || kind === "array") && childrenOf(value).length > 0;
      const childField = field === undefined || Array.isArray(parent) ? undefined : `${field}.${key}`;
      const isOpen = isBranch ? open.has(at) : undefined;
      rows.push({ pointer: at, field: childField, key, depth, kind, text: preview(value), value, isOpen });
      if (isOpen) walk(value, at, childField, depth + 1);
    }
  };
  walk(root, "", prefix, 0);
  return rows;
}

export function preview(value: JsonValue): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.length}]`;
  if (value !== null && typeof value === "object") {
    const size = Object.keys(value).length;
    return size === 0 ? "{}" : `{${size}}`;
  }
  const text = String(value);
  return text.length > MAX_VALUE_PREVIEW ? `${text.slice(0, MAX_VALUE_PREVIEW)}… (${text.length} characters)` : text;
}

/** The text of a value as it is copied: strings bare, the rest as JSON. */
export function copyText(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function childrenOf(value: JsonValue): [string, JsonValue][] {
  return value !== null && typeof value === "object" ? Object.entries(value) : [];
}

function pointerTo(parent: string, key: string): string {
  return `${parent}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
