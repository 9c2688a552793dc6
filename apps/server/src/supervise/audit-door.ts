import { DaybookError } from "@daybook/protocol";
import type { AuditStatus } from "@daybook/protocol";
import type { AnchorRoom } from "../audit/anchor-room.ts";
import { checkEverything } from "../audit/check.ts";
import { openEvidence } from "../audit/evidence.ts";
import { MAX_SEARCH_EVENTS } from "../http/limits.ts";
import type { ErasureState } from "../erasure/index.ts";
import type { AuditDoor } from "../http/rooms.ts";
import type { Store } from "../store/index.ts";
import type { Jobs } from "./jobs.ts";
import type { Parts } from "./rooms.ts";

/** The trail may be ahead of the store for a moment. */
const STORE_CATCH_UP_MS = 60_000;

/** What HTTP opens of the trail; undefined when it is off. One that could not be opened says why at each call. */
export function createAuditDoor(
  { config, journal, store, ingest, trail, erasure }: Parts,
  jobs: Jobs,
  nowMs: () => number,
): AuditDoor | undefined {
  const { audit, reason, anchor, witnesses } = trail;
  if (audit === undefined) return reason === null ? undefined : closedDoor(reason);
  return {
    isPublic: config.audit_public,
    status: () => ({
      ...audit.status(),
      anchor: anchor === undefined ? null : anchorStatus(anchor),
      witnesses: witnesses?.status() ?? [],
    }),
    async anchorNow() {
      if (anchor === undefined) throw new DaybookError("DAYBOOK_AUDIT_NO_ANCHOR", "`anchor_url` is not set");
      await anchor.anchorNow();
      return anchorStatus(anchor);
    },
    checkpoint: () => audit.checkpoint(),
    file: (path) => audit.file(path),
    list: (dir) => audit.list(dir),
    prove: (line) => audit.prove(line),
    async rotateKey(by) {
      const { vkey, fromSize } = await audit.sequencer.exclusive((writer) => writer.rotateKey());
      await ingest.acceptInternal({
        event_type: "config_changed",
        message: "Signing key of the audit trail changed",
        data: { setting: "audit_signing_key", key: vkey, from_size: String(fromSize), by },
      });
      return { key: vkey, from_size: fromSize };
    },
    evidence: (range, by) =>
      openEvidence(range, {
        audit,
        excluded: config.audit_exclude,
        nowMs: nowMs(),
        linesOf: (query, upToSeq) => allLines(store, query, upToSeq),
        record: (data) =>
          ingest.acceptInternal({ event_type: "export", message: "Evidence exported", data: { ...data, by } }),
      }),
    startCheck: () =>
      jobs.start("audit check", (progress) =>
        checkEverything(
          {
            audit,
            source: audit.source,
            journal,
            nowMs: nowMs(),
            storedLines: (from, to) => allLines(store, `seq:[${from} TO ${to}]`, to),
            erasures: async () =>
              (await allLines(store, "event_type:erasure", journal.durableSeq)).filter((line) => isOurs(line, erasure)),
          },
          progress,
        ),
      ),
  };
}

function anchorStatus(anchor: AnchorRoom): NonNullable<AuditStatus["anchor"]> {
  const { anchor: name, anchoredSize, anchoredAtMs, behind, lastError } = anchor.status();
  const anchored_at = anchoredAtMs === undefined ? null : new Date(anchoredAtMs).toISOString();
  return { name, size: anchoredSize, anchored_at, behind, error: lastError?.message ?? null };
}

/** Whoever may write events can write one of this type: only what was done here counts. */
function isOurs(line: string, erasure: ErasureState): boolean {
  const { data } = JSON.parse(line) as { data?: { subject?: unknown; last_seq?: unknown } };
  return erasure.hasErased(String(data?.subject), Number(data?.last_seq));
}

/** All stored lines that match, once the store has what the journal has up to this number. */
async function allLines(store: Store, query: string, upToSeq: number): Promise<string[]> {
  if (!(await store.waitSearchable(upToSeq, STORE_CATCH_UP_MS)))
    throw new DaybookError("DAYBOOK_STORE_UNAVAILABLE", `the store has not taken event ${upToSeq} yet`);
  const lines: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.search({
      query,
      limit: MAX_SEARCH_EVENTS,
      order: "asc",
      total: "none",
      ...(cursor === undefined ? {} : { cursor }),
    });
    lines.push(...page.lines);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return lines;
}

function closedDoor(reason: string): AuditDoor {
  const refuse = (): never => {
    throw new DaybookError("DAYBOOK_AUDIT_STOPPED", reason);
  };
  const refuseLater = (): Promise<never> => Promise.reject(new DaybookError("DAYBOOK_AUDIT_STOPPED", reason));
  return {
    isPublic: false,
    status: () => ({
      state: "stopped",
      origin: "",
      key: "",
      size: 0,
      root: "",
      seq: 0,
      error: reason,
      anchor: null,
      witnesses: [],
    }),
    checkpoint: refuse,
    file: refuseLater,
    list: refuseLater,
    prove: refuseLater,
    rotateKey: refuseLater,
    anchorNow: refuseLater,
    startCheck: refuse,
    evidence: refuseLater,
  };
}
