import { Trail } from "../trail.ts";
import type { TrailOptions } from "../trail-options.ts";
import { directorySource } from "../trail-reader.ts";
import { nodeHasher } from "../node-hash.ts";
import { nodeVerifyEd25519 } from "../signing-keys.ts";
import type { Cryptography, TrailSource } from "@daybook/verify";
import { ForgetfulFs } from "./forgetful-fs.ts";

export const CRYPTOGRAPHY: Cryptography = { hasher: nodeHasher, verifyEd25519: nodeVerifyEd25519 };
export const TRAIL_DIR = "/data/audit";

/** Mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A canonical line of the journal. */
export function journalLine(seq: number, extra: Record<string, unknown> = {}): string {
  const {
    level = "INFO",
    event_type = "order_filled",
    message = `event ${seq}`,
    user_id,
    producer = `p${seq % 3}`,
  } = extra;
  const id = `019b8d2a-4c00-7000-8000-${String(seq).padStart(12, "0")}`;
  const time = new Date(1_760_000_000_000 + seq).toISOString().replace("Z", "000Z");
  const record = { seq, timestamp: time, level, service: "bot", event_type, message, id, producer, user_id };
  return `${JSON.stringify({ ...record, data: { at: seq }, collected_at: time })}\n`;
}

export function journalLines(first: number, last: number): Buffer {
  let text = "";
  for (let seq = first; seq <= last; seq++) text += journalLine(seq, seq % 5 === 0 ? { user_id: `u${seq % 7}` } : {});
  return Buffer.from(text);
}

export function trailOptions(fs: ForgetfulFs, options: Partial<TrailOptions> = {}): TrailOptions {
  return {
    dir: TRAIL_DIR,
    stateDir: "/data/audit-state",
    keysDir: "/data/keys",
    publicFs: fs,
    privateFs: fs,
    origin: "example.com/trail",
    masterKey: Buffer.alloc(32, 7),
    excluded: ["DEBUG", "price"],
    nowMs: () => 0,
    ...options,
  };
}

/** A trail in memory over events 1 to `count`, committed in batches. */
export async function sampleTrail(
  count: number,
  batch = 100,
): Promise<{ fs: ForgetfulFs; trail: Trail; source: TrailSource }> {
  const fs = new ForgetfulFs(seeded(1));
  const trail = await Trail.open(trailOptions(fs));
  await trail.replayed();
  for (let first = 1; first <= count; first += batch) {
    const last = Math.min(count, first + batch - 1);
    trail.take(journalLines(first, last), last);
    await trail.commit();
  }
  await trail.sync();
  return { fs, trail, source: directorySource(fs, TRAIL_DIR) };
}
