import { MAX_REMEMBERED_REJECTS, MAX_SHOWN_REJECTS } from "../limits.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { formatCount, plural } from "../pretty/quantities.ts";
import { decryptValue } from "./decrypt-value.ts";
import type { FieldKeys } from "./field-keys.ts";
import { findEncrypted } from "./find-encrypted.ts";

export interface OpenedLine {
  text: string;
  /** Fields that were opened. */
  names: ReadonlySet<string>;
}

export interface ClosedField {
  /** Where the line is, for people. */
  place: string;
  name: string;
  reason: string;
}

/** Opens the encrypted fields of lines and remembers those that stayed closed. */
export class FieldOpener {
  readonly keys: FieldKeys;
  readonly closed: ClosedField[] = [];
  closedCount = 0;

  constructor(keys: FieldKeys) {
    this.keys = keys;
  }

  /** The line with each value that its key opens in place of the encrypted one; undefined when there is nothing to open. */
  open(line: string, place: string): OpenedLine | undefined {
    const names = new Set<string>();
    let text = "";
    let from = 0;
    for (const { name, start, end } of findEncrypted(line)) {
      // Within one that was opened: a value is not looked into.
      if (start < from) continue;
      const opened = decryptValue(line.slice(start, end), name, this.keys);
      if ("reason" in opened) {
        this.#remember({ place, name, reason: opened.reason });
        continue;
      }
      text += line.slice(from, start) + opened.json;
      from = end;
      names.add(name);
    }
    return names.size === 0 ? undefined : { text: text + line.slice(from), names };
  }

  #remember(field: ClosedField): void {
    this.closedCount++;
    if (this.closed.length < MAX_REMEMBERED_REJECTS) this.closed.push(field);
  }
}

/** Which fields stayed closed and why, for standard error; empty when none did. */
export function formatClosed({ closed, closedCount }: Pick<FieldOpener, "closed" | "closedCount">): string {
  if (closedCount === 0) return "";
  const shown = closed.slice(0, MAX_SHOWN_REJECTS);
  const lines = shown.map(
    ({ place, name, reason }) => `  ${plainLine(place)}: ${plainLine(name)}: ${plainLine(reason)}\n`,
  );
  const more = closedCount - shown.length;
  return `${plural(closedCount, "encrypted field")} stayed closed:\n${lines.join("")}${more > 0 ? `  … and ${formatCount(more)} more\n` : ""}`;
}
