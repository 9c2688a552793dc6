import { ErasureRoom } from "../erasure/index.ts";
import type { ErasureDoor } from "../http/rooms.ts";
import type { Store } from "../store/index.ts";
import type { Jobs } from "./jobs.ts";
import type { Parts } from "./rooms.ts";

/** Backups that are named when something is erased. */
const MAX_NAMED_BACKUPS = 50;

/** What HTTP opens of erasures and holds; undefined without a trail. An erasure that a crash cut off is gone on with at once. */
export function createErasureDoor(
  { config, journal, store, ingest, trail, erasure, newId }: Parts,
  jobs: Jobs,
  nowMs: () => number,
  report: (error: unknown, where: string) => void,
): ErasureDoor | undefined {
  const { audit } = trail;
  if (audit === undefined) {
    if (erasure.running !== null)
      report(new Error("it goes on when the audit trail is on again"), "an unfinished erasure");
    return undefined;
  }
  const room = new ErasureRoom({
    state: erasure,
    journal,
    store: {
      waitSearchable: (seq, timeoutMs) => store.waitSearchable(seq, timeoutMs),
      countErasable: (target) => store.countErasable(target),
      erase: (target, progress) => store.erase(target, progress),
      backups: () => backupsOf(store),
    },
    ingest: { record: (event) => ingest.acceptInternal(event), snapshot: () => ingest.snapshot() },
    sequencer: audit.sequencer,
    retainAtLeast: config.retain_at_least,
    nowMs,
    newId,
  });
  if (room.isUnfinished) jobs.start("erasure", (progress) => room.finish(progress));
  return {
    plan: (subject) => room.plan(subject),
    start: (order) => jobs.start("erasure", (progress) => room.erase(order, progress)),
    holds: () => room.holds,
    placeHold: (subject, reason, by) => room.placeHold(subject, reason, by),
    liftHold: (id, by) => room.liftHold(id, by),
  };
}

async function backupsOf(store: Store): Promise<string[]> {
  const { lines } = await store.search({
    query: "event_type:export data.format:backup",
    limit: MAX_NAMED_BACKUPS,
    order: "desc",
  });
  return lines.map((line) => {
    const { data } = JSON.parse(line) as { data?: { dir?: string } };
    return data?.dir ?? "at an unknown place";
  });
}
