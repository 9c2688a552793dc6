/**
 * What one entry of the trail says of one event: nothing of its content, only that it was there, and a commitment that its exact
 * bytes can be held against. An entry is this as JSON in ASCII with the keys in this order, so that equal leaves have equal bytes.
 */
export interface Leaf {
  /** Number in the journal: rises from leaf to leaf, with holes where events are not part of the trail. */
  readonly seq: number;
  /** When the collector received it, RFC 3339 UTC with microseconds; never falls from leaf to leaf. */
  readonly collected_at: string;
  /** One process, thread and sink; `""` when the event named none. Longer ones are `sha256:` and 64 hexadecimal digits. */
  readonly producer: string;
  /** Counts this producer's leaves from 1, without holes. */
  readonly count: number;
  readonly category: string;
  readonly event_type: string;
  /** Pseudonym of the person or producer whose key the commitment needs: 32 hexadecimal digits. */
  readonly subject: string;
  /** Bytes of the record. */
  readonly length: number;
  /** Base64 of SHA-256(0x02 ‖ salt ‖ record), salt = SHA-256(key of the subject ‖ id of the event). */
  readonly commitment: string;
}

/** A leaf is below it whatever the event was. */
export const MAX_LEAF_BYTES = 1024;

/** How each entry begins; also how the next one is found behind damage. */
export const LEAF_START = '{"v":1,"seq":';

const TEXT = String.raw`"((?:[^"\\]|\\.)*)"`;
const LEAF = new RegExp(
  String.raw`^\{"v":1,"seq":(\d{1,16}),"collected_at":"([\d\-T:.]{26}Z)","producer":${TEXT},"count":(\d{1,16}),"category":"([a-z_]{1,32})","event_type":${TEXT},"subject":"([0-9a-f]{32})","length":(\d{1,9}),"commitment":"([A-Za-z0-9+/]{43}=)"\}$`,
);

const NOT_ASCII = /[^\u0020-\u007e]/g;
/** What JSON writes as it is; most names are no more. */
const PLAIN = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/;

/** The entry's text. It is ASCII: each character is one byte. */
export function leafText(leaf: Leaf): string {
  return (
    `${LEAF_START}${leaf.seq},"collected_at":"${leaf.collected_at}","producer":${quote(leaf.producer)},"count":${leaf.count}` +
    `,"category":"${leaf.category}","event_type":${quote(leaf.event_type)},"subject":"${leaf.subject}"` +
    `,"length":${leaf.length},"commitment":"${leaf.commitment}"}`
  );
}

/** The leaf, or undefined when the text is not one, or not written as a leaf is written. */
export function parseLeaf(text: string): Leaf | undefined {
  if (text.length > MAX_LEAF_BYTES) return undefined;
  const found = LEAF.exec(text);
  if (found === null) return undefined;
  const [, seq, collected_at, producer, count, category, event_type, subject, length, commitment] = found as string[];
  const leaf = {
    seq: Number(seq),
    collected_at: collected_at as string,
    producer: unquote(producer as string),
    count: Number(count),
    category: category as string,
    event_type: unquote(event_type as string),
    subject: subject as string,
    length: Number(length),
    commitment: commitment as string,
  };
  if (leaf.producer === undefined || leaf.event_type === undefined) return undefined;
  // Written otherwise (leading zeros, other escapes) it would be the same leaf with other bytes.
  const isPlain = !(producer as string).includes("\\") && !(event_type as string).includes("\\");
  const numbersAreShort = isShort(seq as string) && isShort(count as string) && isShort(length as string);
  const made = leaf as Leaf;
  return numbersAreShort && (isPlain || leafText(made) === text) ? made : undefined;
}

function isShort(digits: string): boolean {
  return (digits === "0" || !digits.startsWith("0")) && Number.isSafeInteger(Number(digits));
}

function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(NOT_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function unquote(text: string): string | undefined {
  if (!text.includes("\\")) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return undefined;
  }
}
