import { TrailReader, nodeHasher, subjectName, viewRecord } from "@daybook/audit";
import type { Sequencer, Trail, TrailHead } from "@daybook/audit";
import { base64Encode } from "@daybook/merkle";
import { DaybookError } from "@daybook/protocol";
import { formatEventProof, saltOf } from "@daybook/verify";
import type { TrailSource } from "@daybook/verify";

/**
 * Makes the `.tlog-proof` file of an event from its canonical line, under a head that covers it. Rejects with DAYBOOK_AUDIT_NO_ENTRY
 * when it has no entry, DAYBOOK_AUDIT_STOPPED when nothing is signed any more.
 */
export function createProver(
  trail: Trail,
  sequencer: Pick<Sequencer, "state" | "lastError" | "settle">,
  source: TrailSource,
): (line: string) => Promise<string> {
  const reader = new TrailReader(source);

  async function headOver(seq: number): Promise<TrailHead> {
    if (sequencer.state === "stopped")
      throw new DaybookError("DAYBOOK_AUDIT_STOPPED", sequencer.lastError ?? "the reason is not known");
    const { head } = trail;
    return head.seq >= seq || sequencer.state !== "running" ? head : sequencer.settle();
  }

  return async (line) => {
    const record = viewRecord(Buffer.from(line).toString("latin1"));
    if (record === undefined) throw new DaybookError("DAYBOOK_RECORD_INVALID", line.slice(0, 80));
    const { size, checkpoint } = await headOver(record.seq);
    const found = await reader.findSeq(record.seq, size);
    if (found === undefined)
      throw new DaybookError("DAYBOOK_AUDIT_NO_ENTRY", `event ${record.id} is not part of the audit trail`);
    const subject = trail.subjects.find(subjectName(record.user_id, record.producer));
    return formatEventProof({
      index: found.index,
      entry: Buffer.from(found.entry).toString("latin1"),
      record: line,
      ...(subject === undefined ? {} : { salt: base64Encode(saltOf(nodeHasher, subject.key, record.id)) }),
      proof: await reader.inclusion(found.index, size),
      checkpoint,
    });
  };
}
