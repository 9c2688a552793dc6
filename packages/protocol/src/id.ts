/** What an id generator needs from outside. */
export interface IdSource {
  /** Milliseconds since the epoch. May jump; the ids do not. */
  nowMs(): number;
  /** Fills the bytes with randomness, for example `(bytes) => crypto.getRandomValues(bytes)`. Called once. */
  random(bytes: Uint8Array): unknown;
}

/** 12 bits beside the version and 14 beside the variant. */
const MAX_COUNTER = 2 ** 26 - 1;

/**
 * UUIDv7 in lower-case text, strictly increasing as text: 48 bits of milliseconds, a 26-bit counter that starts at
 * 0 in each millisecond (RFC 9562 §6.2, fixed-length counter), and 48 random bits that stay for the life of the generator.
 * The constant end compresses to nearly nothing in a column store and costs no randomness per call; it names
 * the generator, so an id is unique but not a secret. When the clock steps back, or the counter runs out, time goes on from
 * the last id's millisecond.
 */
export function createIdGenerator(source: IdSource): () => string {
  const node = nodeText(source);
  let lastMs = -1;
  let counter = 0;
  let head = "";
  return function nextId(): string {
    const now = source.nowMs();
    if (now > lastMs) {
      lastMs = now;
      counter = 0;
      head = headText(now);
    } else if (++counter > MAX_COUNTER) {
      lastMs++;
      counter = 0;
      head = headText(lastMs);
    }
    const high = counter >>> 14;
    const low = (0x8000 | (counter & 0x3fff)).toString(16);
    return high === 0 ? `${head}000-${low}-${node}` : `${head}${high.toString(16).padStart(3, "0")}-${low}-${node}`;
  };
}

function headText(ms: number): string {
  const hex = Math.floor(ms).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7`;
}

function nodeText(source: IdSource): string {
  const bytes = new Uint8Array(6);
  source.random(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
