import { TrailReader, makeEvidence } from "@daybook/audit";
import { DaybookError } from "@daybook/protocol";
import { parseQuery } from "@daybook/query";
import { parseInstant } from "../store/index.ts";
import type { AuditRoom } from "./audit-room.ts";

export interface EvidenceSources {
  readonly audit: AuditRoom;
  readonly excluded: readonly string[];
  readonly nowMs: number;
  /** Stored lines that match, once the store has everything up to this number. */
  readonly linesOf: (query: string, upToSeq: number) => Promise<readonly string[]>;
  /** Writes down that it was asked for; resolves when that is durable. */
  readonly record: (data: Record<string, string>) => Promise<void>;
}

/** Evidence of a time: what the trail has of it, with the records that the store still has and the query asks for. */
export async function openEvidence(
  range: { readonly from: string; readonly to: string; readonly query: string },
  { audit, excluded, nowMs, linesOf, record }: EvidenceSources,
): Promise<AsyncIterable<string>> {
  const query = range.query.trim();
  parseQuery(query, { now: () => nowMs });
  const now = timeOf("to", "now", nowMs);
  const [from, until] = [timeOf("from", range.from, nowMs), timeOf("to", range.to, nowMs)];
  const to = until < now ? until : now;
  if (from >= to)
    throw new DaybookError("DAYBOOK_STORE_PARAMETER", `from is ${from}, not before ${to}`, { parameter: "from" });
  if (audit.sequencer.state === "stopped")
    throw new DaybookError("DAYBOOK_AUDIT_STOPPED", audit.sequencer.lastError ?? "the reason is not known");
  // Its own event is an entry behind the time: it shows that the time was over.
  await record({ format: "evidence", from, to, query });
  if (audit.sequencer.state === "running") await audit.sequencer.settle();
  const { head, subjects } = audit.trail;
  const names = await audit.list("keys");
  const keys = await Promise.all(names.map((name) => audit.file(`keys/${name}`)));
  return makeEvidence({
    reader: new TrailReader(audit.source),
    head,
    keys: keys.map((bytes) => Buffer.from(bytes ?? []).toString()),
    subjects,
    from,
    to,
    query,
    excluded,
    recordsOf: async (leaves) => {
      const [first, last] = [leaves[0]?.leaf.seq, leaves.at(-1)?.leaf.seq];
      if (first === undefined || last === undefined) return new Map();
      const inRange = `seq:[${first} TO ${last}]`;
      const lines = await linesOf(query === "" ? inRange : `(${query}) AND ${inRange}`, last);
      return new Map(lines.map((line) => [Number(/^\{"seq":(\d+)/.exec(line)?.[1]), line]));
    },
  });
}

/** Canonical text of a time as searches take it. */
function timeOf(name: string, text: string, nowMs: number): string {
  return `${parseInstant(name, text, nowMs).replace(" ", "T")}Z`;
}
