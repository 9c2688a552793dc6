import type { Trail } from "@daybook/audit";
import type { JsonObject } from "@daybook/protocol";
import type { LineRewrite } from "../journal/index.ts";
import type { ErasableClass, ErasureTarget } from "../store/index.ts";
import type { RetainAtLeast } from "./retain.ts";
import type { ErasureState } from "./state-file.ts";
import type { Subject } from "./subject.ts";

export interface ErasureRoomOptions {
  readonly state: ErasureState;
  readonly journal: {
    startSegment(): void;
    readonly durableSeq: number;
    rewrite(
      rewrite: LineRewrite,
      progress: (share: number) => void,
    ): Promise<{ readonly changed: number; readonly unread: readonly string[] }>;
  };
  readonly store: {
    waitSearchable(seq: number, timeoutMs: number): Promise<boolean>;
    countErasable(target: ErasureTarget): Promise<ErasableClass[]>;
    erase(target: ErasureTarget, progress: (share: number) => void): Promise<void>;
    /** Places of backups that were made, newest first. */
    backups(): Promise<string[]>;
  };
  readonly ingest: {
    /** Writes one of Daybook's own events; resolves when it is durable. */
    record(event: { event_type: string; message: string; data: JsonObject }): Promise<void>;
    /** What is known of producers no longer depends on lines of the journal. */
    snapshot(): Promise<void>;
  };
  readonly sequencer: {
    readonly state: string;
    settle(): Promise<unknown>;
    exclusive<T>(work: (trail: Trail) => Promise<T>): Promise<T>;
  };
  readonly retainAtLeast: RetainAtLeast;
  readonly nowMs: () => number;
  readonly newId: () => string;
}

export interface ErasureOrder extends Subject {
  readonly by: string;
  readonly reason: string;
}

export interface ErasurePlan {
  readonly events: number;
  readonly classes: readonly ErasableClass[];
  /** Why it would be refused; null when it would not. */
  readonly refused: string | null;
  /** Where copies may be that Daybook cannot reach. */
  readonly not_reached: readonly string[];
}

export interface ErasureResult {
  readonly subject: string;
  readonly last_seq: number;
  readonly events: number;
  readonly journal_lines: number;
  readonly not_reached: readonly string[];
}
