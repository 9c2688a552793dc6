import { join } from "node:path";
import { Anchoring, EvmAnchor, readAnchorReceipt } from "@daybook/anchor-evm";
import type { AnchorReceipt, AnchoringStatus } from "@daybook/anchor-evm";
import { TrailReader, nodeTrailFs, readIfThere } from "@daybook/audit";
import { base64Encode } from "@daybook/merkle";
import { DaybookError } from "@daybook/protocol";
import type { AuditRoom } from "./audit-room.ts";

export interface AnchorRoomOptions {
  readonly audit: AuditRoom;
  /** JSON-RPC address of a node. */
  readonly url: string;
  /** 0x and 64 digits. */
  readonly privateKey: string | undefined;
  readonly contract: string | undefined;
  readonly chainId: number | undefined;
  readonly confirmations: number | undefined;
  readonly intervalMs: number;
  readonly keysDir: string;
  /** Writes one of Daybook's own events. */
  readonly record: (event: { event_type: string; message: string; data: Record<string, string> }) => Promise<void>;
  readonly onFault: (error: Error) => void;
}

/** Brings heads of the trail to a chain, beside everything else. */
export interface AnchorRoom {
  status(): AnchoringStatus;
  anchorNow(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws DaybookError DAYBOOK_CONFIG_INVALID when there is no key, or an option cannot be right. */
export async function openAnchorRoom(options: AnchorRoomOptions): Promise<AnchorRoom> {
  const { audit, url, intervalMs, record, onFault } = options;
  const keyFile = join(options.keysDir, "anchor.key");
  const stored = await readIfThere(nodeTrailFs("private"), keyFile);
  const privateKey = options.privateKey ?? (stored && Buffer.from(stored).toString().trim());
  if (privateKey === undefined) {
    throw new DaybookError("DAYBOOK_CONFIG_INVALID", `anchor_url is set, but neither anchor_key nor ${keyFile}`);
  }
  const anchor = new EvmAnchor({
    url,
    privateKey,
    ...(options.contract === undefined ? {} : { contract: options.contract }),
    ...(options.chainId === undefined ? {} : { chainId: options.chainId }),
    ...(options.confirmations === undefined ? {} : { confirmations: options.confirmations }),
  });
  const reader = new TrailReader(audit.source);
  const { origin } = audit.trail.keys;
  const lastReceipt = await newestReceipt(audit);
  const anchoring = new Anchoring({
    anchor,
    ...(lastReceipt === undefined ? {} : { lastReceipt }),
    heads: {
      head: () => Promise.resolve({ origin, size: audit.trail.head.size, root: audit.trail.head.root }),
      consistency: (from, to) => reader.consistency(from, to),
    },
    onReceipt: async (receipt) => {
      await audit.sequencer.exclusive((trail) => trail.keepReceipt(receipt.size, receipt.text));
      await record({
        event_type: "checkpoint_anchored",
        message: `Checkpoint anchored at size ${receipt.size}`,
        data: { size: String(receipt.size), root: base64Encode(receipt.root), chain: receipt.kind },
      });
    },
    onError: onFault,
    intervalMs,
  });
  anchoring.start();
  return { status: () => anchoring.status, anchorNow: () => anchoring.anchorNow(), stop: () => anchoring.stop() };
}

/** So that a restart does not make it again. One that cannot be read is made anew. */
async function newestReceipt(audit: AuditRoom): Promise<AnchorReceipt | undefined> {
  const name = (await audit.list("receipts")).at(-1);
  const bytes = name === undefined ? undefined : await audit.file(`receipts/${name}`);
  if (bytes === undefined) return undefined;
  try {
    return readAnchorReceipt(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}
