import type { LogRecord } from "@daybook/protocol";
import { EventSet } from "../log-dir/event-set.ts";
import { AUDIT_MARGIN_MS, MAX_ABSENT_EVENTS } from "../limits.ts";
import type { Finding, Findings } from "./findings.ts";

/**
 * Whether `audit.log`, which gets every event, has those of the other files beside it: a line that was taken out of it
 * still stands in `trades.log`. Only the time that it covers counts: each file has its own retention.
 */
export class AuditCheck {
  readonly #events = new EventSet();
  readonly #absent: Finding[] = [];
  #absentCount = 0;
  #checkedCount = 0;
  #first = "";
  #last = "";
  #end = "";

  /** An event of the audit file; all of these come first. */
  addAudited({ timestamp, id }: LogRecord): void {
    this.#events.add(timestamp, id);
    if (this.#first === "" || timestamp < this.#first) this.#first = timestamp;
    if (timestamp > this.#last) this.#last = timestamp;
  }

  /** An event of another file. */
  check(path: string, line: number, { timestamp, id, event_type: eventType }: LogRecord): void {
    // What is written just now reaches one file before the other.
    if (this.#end === "" && this.#last !== "")
      this.#end = new Date(Date.parse(this.#last) - AUDIT_MARGIN_MS).toISOString().replace("Z", "000Z");
    if (timestamp <= this.#first || timestamp >= this.#end) return;
    this.#checkedCount++;
    if (this.#events.has(timestamp, id)) return;
    this.#absentCount++;
    if (this.#absent.length < MAX_ABSENT_EVENTS)
      this.#absent.push({ kind: "not_in_audit", path, line, detail: `${eventType} ${id} is not in the audit file` });
  }

  /** A note when the audit file does not seem to be one for every event. */
  finish(findings: Findings): string | undefined {
    if (this.#absentCount === 0) return undefined;
    if (this.#absentCount * 2 > this.#checkedCount)
      return "audit.log has fewer than half of the events of the files beside it: it does not get every event here, so they were not held against it.";
    for (const finding of this.#absent) findings.add(finding);
    const more = this.#absentCount - this.#absent.length;
    return more === 0 ? undefined : `${more} more events are not in the audit file.`;
  }
}
