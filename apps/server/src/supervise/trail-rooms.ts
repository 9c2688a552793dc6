import { openAnchorRoom } from "../audit/anchor-room.ts";
import type { AnchorRoom } from "../audit/anchor-room.ts";
import { openAuditRoom } from "../audit/audit-room.ts";
import type { AuditRoom } from "../audit/audit-room.ts";
import { openWitnessRoom } from "../audit/witness-room.ts";
import type { WitnessRoom } from "../audit/witness-room.ts";
import type { Config } from "../config/settings.ts";
import type { Ingest } from "../ingest/index.ts";
import type { Journal } from "../journal/index.ts";
import type { Surroundings } from "./daybook.ts";

const MINUTE_MS = 60_000;

/** The audit trail with those who remember its heads elsewhere. */
export interface TrailRooms {
  /** Undefined when the trail is off, or could not be opened: `reason` says why. */
  readonly audit: AuditRoom | undefined;
  readonly reason: string | null;
  /** Undefined without witnesses. */
  readonly witnesses: WitnessRoom | undefined;
  /** Undefined without a chain. */
  readonly anchor: AnchorRoom | undefined;
  stop(): Promise<void>;
}

export interface TrailSurroundings extends Pick<Surroundings, "nowMs" | "log"> {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly journal: Journal;
  readonly ingest: Pick<Ingest, "acceptInternal">;
}

/** A trail that cannot be opened is said and left closed: events are taken in all the same. Rejects for wrong settings. */
export async function openTrailRooms(config: Config, around: TrailSurroundings): Promise<TrailRooms> {
  const closed = {
    audit: undefined,
    reason: null,
    witnesses: undefined,
    anchor: undefined,
    stop: async () => undefined,
  };
  if (!config.audit) return closed;
  const { dataDir, keysDir, journal, ingest, nowMs, log } = around;
  let audit: AuditRoom;
  try {
    audit = await openAuditRoom({
      dataDir,
      origin: config.audit_origin,
      excluded: config.audit_exclude,
      masterKey: config.audit_master_key,
      journal,
      nowMs,
      onFault: (error) => log("error", `audit: ${error.message}`),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log("error", `audit: the trail stays closed: ${reason}`);
    return { ...closed, reason };
  }
  try {
    const warn =
      (where: string) =>
      (error: Error): void =>
        log("warning", `${where}: ${error.message}`);
    const { audit_witnesses: places, anchor_url: url } = config;
    const witnesses = places.length === 0 ? undefined : openWitnessRoom(audit, places, warn("witness"));
    const anchor =
      url === undefined
        ? undefined
        : await openAnchorRoom({
            audit,
            url,
            privateKey: config.anchor_key,
            contract: config.anchor_contract,
            chainId: config.anchor_chain_id,
            confirmations: config.anchor_confirmations,
            intervalMs: config.anchor_interval_minutes * MINUTE_MS,
            keysDir,
            record: (event) => ingest.acceptInternal(event),
            onFault: warn("anchor"),
          });
    return {
      audit,
      reason: null,
      witnesses,
      anchor,
      async stop() {
        await anchor?.stop();
        await witnesses?.stop();
        await audit.stop();
      },
    };
  } catch (error) {
    await audit.stop();
    throw error;
  }
}
