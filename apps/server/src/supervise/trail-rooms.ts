import { startLocalChain } from "@daybook/anchor-evm";
import type { LocalChain } from "@daybook/anchor-evm";
import { openAnchorRoom } from "../audit/anchor-room.ts";
import type { AnchorRoom, AnchorRoomOptions } from "../audit/anchor-room.ts";
import { openAuditRoom } from "../audit/audit-room.ts";
import type { AuditRoom } from "../audit/audit-room.ts";
import { openWitnessRoom } from "../audit/witness-room.ts";
import type { WitnessRoom } from "../audit/witness-room.ts";
import type { Config } from "../config/settings.ts";
import type { Ingest, InternalEvent } from "../ingest/index.ts";
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
    const { audit_witnesses: places } = config;
    const chain = config.demo && config.anchor_url === undefined ? await demoChain(log) : undefined;
    const witnesses = places.length === 0 ? undefined : openWitnessRoom(audit, places, warn("witness"));
    const rest = {
      audit,
      keysDir,
      record: (event: InternalEvent) => ingest.acceptInternal(event),
      onFault: warn("anchor"),
    };
    const anchor = await openAnchor(config, chain, rest);
    return {
      audit,
      reason: null,
      witnesses,
      anchor,
      async stop() {
        await anchor?.stop();
        await chain?.stop();
        await witnesses?.stop();
        await audit.stop();
      },
    };
  } catch (error) {
    await audit.stop();
    throw error;
  }
}

/** Undefined without a chain. */
async function openAnchor(
  config: Config,
  chain: LocalChain | undefined,
  rest: Pick<AnchorRoomOptions, "audit" | "keysDir" | "record" | "onFault">,
): Promise<AnchorRoom | undefined> {
  if (chain !== undefined) {
    const { url, privateKey } = chain;
    const none = { contract: undefined, chainId: undefined, confirmations: 0, intervalMs: MINUTE_MS };
    return openAnchorRoom({ ...rest, ...none, url, privateKey });
  }
  if (config.anchor_url === undefined) return undefined;
  return openAnchorRoom({
    ...rest,
    url: config.anchor_url,
    privateKey: config.anchor_key,
    contract: config.anchor_contract,
    chainId: config.anchor_chain_id,
    confirmations: config.anchor_confirmations,
    intervalMs: config.anchor_interval_minutes * MINUTE_MS,
  });
}

/** A chain of its own for the demo, which forgets everything at its end; undefined where anvil is not installed. */
async function demoChain(log: TrailSurroundings["log"]): Promise<LocalChain | undefined> {
  try {
    const chain = await startLocalChain();
    if (chain !== undefined)
      log("info", `demo: heads of the audit trail are anchored on a chain of its own at ${chain.url}`);
    return chain;
  } catch (error) {
    log("warning", `demo: no chain: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
