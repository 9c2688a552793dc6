import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Sequencer, Trail, directorySource, nodeTrailFs, openMasterKey } from "@daybook/audit";
import type { TrailSourceJournal } from "@daybook/audit";
import { base64Encode } from "@daybook/merkle";
import type { AuditStatus } from "@daybook/protocol";
import type { TrailSource } from "@daybook/verify";
import { AUDIT_CURSOR } from "./limits.ts";
import { createProver } from "./prove.ts";

export interface AuditRoomOptions {
  readonly dataDir: string;
  /** Of a trail that is made now; a made-up one when not given. */
  readonly origin: string | undefined;
  readonly excluded: readonly string[];
  /** Base64 of 32 bytes; from a file when not given. */
  readonly masterKey: string | undefined;
  readonly journal: TrailSourceJournal & {
    openCursor(name: string): Promise<{ readonly seq: number; move(seq: number): Promise<void> }>;
  };
  readonly nowMs: () => number;
  readonly onFault: (error: Error) => void;
}

/** The audit trail of one installation: follows the journal, serves its files, proves events. */
export interface AuditRoom {
  readonly dir: string;
  readonly trail: Trail;
  readonly sequencer: Sequencer;
  readonly source: TrailSource;
  status(): Omit<AuditStatus, "anchor" | "witnesses">;
  /** The signed head; undefined before the first. */
  checkpoint(): string | undefined;
  /** A file below the trail's directory; undefined when there is none. */
  file(path: string): Promise<Uint8Array | undefined>;
  list(dir: "checkpoints" | "receipts" | "keys"): Promise<string[]>;
  /**
   * The `.tlog-proof` file of an event, by its canonical line.
   * Rejects with DAYBOOK_AUDIT_NO_ENTRY when it has no entry, DAYBOOK_AUDIT_STOPPED when none can be made.
   */
  prove(line: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Opens the trail and lets it follow the journal. A trail that may not go on (another root than was signed, files that are gone) is
 * open and stopped, with the reason in its status: events are taken in all the same.
 */
export async function openAuditRoom(options: AuditRoomOptions): Promise<AuditRoom> {
  const { dataDir, journal, nowMs, onFault } = options;
  const dir = join(dataDir, "audit");
  const keysDir = join(dataDir, "keys");
  const publicFs = nodeTrailFs("public");
  const privateFs = nodeTrailFs("private");
  await privateFs.mkdir(keysDir);
  const masterKey = await openMasterKey(privateFs, join(keysDir, "audit-master.key"), options.masterKey);
  const trail = await Trail.open({
    dir,
    stateDir: join(dataDir, "audit-state"),
    keysDir,
    publicFs,
    privateFs,
    origin: options.origin ?? `daybook.local/${randomBytes(6).toString("hex")}`,
    masterKey,
    // Says what is beside the trail: as an entry it would make the next head due, for ever.
    excluded: [...options.excluded, "checkpoint_anchored"],
    nowMs,
  });
  const cursor = await journal.openCursor(AUDIT_CURSOR);
  const sequencer = new Sequencer({ trail, journal, cursor, nowMs, onFault });
  const source = directorySource(publicFs, dir);
  sequencer.start();

  return {
    dir,
    trail,
    sequencer,
    source,
    status() {
      const { size, root, seq } = trail.head;
      return {
        state: sequencer.state,
        origin: trail.keys.origin,
        key: trail.keys.current.vkey,
        size,
        root: base64Encode(root),
        seq,
        error: sequencer.lastError,
      };
    },
    checkpoint: () => trail.head.checkpoint || undefined,
    file: (path) => source.read(path),
    list: async (name) =>
      ((await source.list?.(name)) ?? []).toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b)),
    prove: createProver(trail, sequencer, source),
    stop: () => sequencer.stop(),
  };
}
