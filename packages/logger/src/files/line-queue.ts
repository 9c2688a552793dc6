import { LineBuffer } from "../encode/line-buffer.ts";

/** Lines that are written together. */
export interface Chunk {
  /** Whole lines, each with its newline. */
  readonly bytes: Buffer;
  /** Day of the lines; empty when days do not matter. */
  readonly day: string;
  readonly lines: number;
  /** Where each audited line begins and ends, in turn. */
  readonly audited: readonly number[];
}

/** Lines waiting for their file, as bytes outside of the heap, in their order. */
export class LineQueue {
  readonly #chunkLength: number;
  /** Full chunks, oldest first; the growing one comes behind them. */
  #chunks: Chunk[] = [];
  #open: LineBuffer | undefined;
  #lines = 0;
  #audited: number[] = [];
  #day = "";
  #length = 0;

  constructor(chunkLength: number) {
    this.#chunkLength = chunkLength;
  }

  /** Bytes held. */
  get length(): number {
    return this.#length;
  }

  /** Adds a line without its newline. `day` as the day's clock says it: the same text for the same day. */
  add(line: string, audited: boolean, day: string): void {
    let open = this.#open;
    if (
      open !== undefined &&
      (open.length + line.length >= this.#chunkLength || day !== this.#day || !open.hasRoomFor(line))
    ) {
      this.#endChunk(open);
      open = undefined;
    }
    if (open === undefined) {
      open = this.#open = new LineBuffer(Math.max(this.#chunkLength, 3 * line.length + 2));
      this.#day = day;
    }
    const before = open.length;
    open.add(line);
    open.end();
    this.#lines++;
    this.#length += open.length - before;
    if (audited) this.#audited.push(before, open.length);
  }

  /** The oldest chunk, no longer held. */
  take(): Chunk | undefined {
    if (this.#chunks.length === 0 && this.#open !== undefined) this.#endChunk(this.#open);
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) this.#length -= chunk.bytes.length;
    return chunk;
  }

  /** A chunk that was taken is the oldest again. */
  putBack(chunk: Chunk): void {
    this.#chunks.unshift(chunk);
    this.#length += chunk.bytes.length;
  }

  /** Gives up the oldest lines that are not audited until at most `length` bytes are held. How many lines that cost. */
  evict(length: number): number {
    if (this.#open !== undefined) this.#endChunk(this.#open);
    let given = 0;
    const kept: Chunk[] = [];
    for (const chunk of this.#chunks) {
      const auditedLines = chunk.audited.length / 2;
      if (this.#length <= length || auditedLines === chunk.lines) {
        kept.push(chunk);
        continue;
      }
      const rest = onlyAudited(chunk);
      given += chunk.lines - auditedLines;
      this.#length -= chunk.bytes.length - rest.bytes.length;
      if (rest.lines > 0) kept.push(rest);
    }
    this.#chunks = kept;
    return given;
  }

  #endChunk(open: LineBuffer): void {
    this.#chunks.push({ bytes: open.bytes(), day: this.#day, lines: this.#lines, audited: this.#audited });
    this.#open = undefined;
    this.#lines = 0;
    this.#audited = [];
  }
}

/** The lines from `offset` on, which begins a line. */
export function chunkFrom(chunk: Chunk, offset: number): Chunk {
  if (offset === 0) return chunk;
  const audited: number[] = [];
  for (let i = 0; i < chunk.audited.length; i += 2) {
    const start = chunk.audited[i] as number;
    if (start >= offset) audited.push(start - offset, (chunk.audited[i + 1] as number) - offset);
  }
  const bytes = chunk.bytes.subarray(offset);
  return { bytes, day: chunk.day, lines: countLines(bytes), audited };
}

function onlyAudited(chunk: Chunk): Chunk {
  const parts: Buffer[] = [];
  const audited: number[] = [];
  let length = 0;
  for (let i = 0; i < chunk.audited.length; i += 2) {
    const part = chunk.bytes.subarray(chunk.audited[i], chunk.audited[i + 1]);
    audited.push(length, length + part.length);
    length += part.length;
    parts.push(part);
  }
  return { bytes: Buffer.concat(parts), day: chunk.day, lines: parts.length, audited };
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}
