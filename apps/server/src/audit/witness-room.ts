import { TrailReader, Witness, withCosignatures } from "@daybook/audit";
import { MerkleError } from "@daybook/merkle";
import { DaybookError } from "@daybook/protocol";
import type { AuditRoom } from "./audit-room.ts";
import { WITNESS_INTERVAL_MS } from "./limits.ts";

export interface WitnessStatus {
  readonly name: string;
  /** Entries that it cosigned last in this run; 0 before the first. */
  readonly size: number;
  readonly error: string | null;
}

/** Shows each newest head to the witnesses and keeps what they sign. */
export interface WitnessRoom {
  status(): WitnessStatus[];
  /** One round over all witnesses. Never rejects. */
  round(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param witnesses each an address and a verifier key, with a space between.
 * @throws DaybookError DAYBOOK_CONFIG_INVALID when one is none.
 */
export function openWitnessRoom(
  audit: AuditRoom,
  witnesses: readonly string[],
  onFault: (error: Error) => void,
): WitnessRoom {
  const reader = new TrailReader(audit.source);
  const places = witnesses.map((text) => ({ witness: parseWitness(text), size: 0, error: null as string | null }));
  let running = Promise.resolve();

  async function round(): Promise<void> {
    const head = audit.trail.head;
    if (head.size === 0) return;
    let note = head.checkpoint;
    for (const place of places) {
      if (place.size === head.size) continue;
      try {
        const cosignatures = await place.witness.cosign(head, (from, to) => reader.consistency(from, to));
        note = withCosignatures(note, cosignatures);
        place.size = head.size;
        place.error = null;
      } catch (error) {
        const fault = error instanceof Error ? error : new Error(String(error));
        if (place.error === null) onFault(fault);
        place.error = fault.message;
      }
    }
    if (note === head.checkpoint) return;
    await audit.sequencer.exclusive((trail) => trail.keepNote(head.size, note)).catch(onFault);
  }

  const once = (): Promise<void> => (running = running.then(round));
  const timer = setInterval(() => void once(), WITNESS_INTERVAL_MS).unref();
  return {
    status: () => places.map(({ witness, size, error }) => ({ name: witness.name, size, error })),
    round: once,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

function parseWitness(text: string): Witness {
  const [url = "", vkey = "", ...rest] = text.trim().split(/\s+/);
  try {
    if (!/^https?:\/\//.test(url) || rest.length > 0) throw new MerkleError("it must be an address and a key");
    return new Witness(url, vkey);
  } catch (error) {
    if (!(error instanceof MerkleError)) throw error;
    throw new DaybookError("DAYBOOK_CONFIG_INVALID", `audit_witnesses has ${JSON.stringify(text)}: ${error.message}`);
  }
}
