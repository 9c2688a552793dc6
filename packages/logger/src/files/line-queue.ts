import { LineBuffer } from "../encode/line-buffer.ts";

/** Lines that are written together. */
export interface Chunk {
  /** Whole lines, each with its newline. */
  readonly bytes: Buffer;
  /** Day of the lines; empty when days do not matter. */
  readonly day: string;
  readonly lines: number;
  readonly auditedLines: number;
  /** Where audited lines that follow each other begin and end, in turn. */
  readonly audited: readonly number[];
}

/** Lines waiting for their file, as bytes outside of the heap, in their order. */
export class LineQueue {
  readonly #chunkLength: number;
  /** Full chunks, oldest first; the growing one comes behind them. */
  #chunks: Chunk[] = [];
  #open: LineBuffer | undefined;
  #lines = 0;
  #auditedLines = 0;
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
    const end = open.length;
    this.#lines++;
    this.#length += end - before;
    if (!audited) return;
    const bounds = this.#audited;
    const last = bounds.length - 1;
    this.#auditedLines++;
    if (last > 0 && bounds[last] === before) bounds[last] = end;
    else bounds.push(before, end);
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
      if (this.#length <= length || chunk.auditedLines === chunk.lines) {
        kept.push(chunk);
        continue;
      }
      const rest = onlyAudited(chunk);
      given += chunk.lines - rest.lines;
      this.#length -= chunk.bytes.length - rest.bytes.length;
      if (rest.lines > 0) kept.push(rest);
    }
    this.#chunks = kept;
    return given;
  }

  #endChunk(open: LineBuffer): void {
    this.#chunks.push({
      bytes: open.bytes(),
      day: this.#day,
      lines: this.#lines,
      auditedLines: this.#auditedLines,
      audited: this.#audited,
    });
    this.#open = undefined;
    this.#lines = 0;
    this.#auditedLines = 0;
    this.#audited = [];
  }
}

/** The lines from `offset` on, which begins a line. */
export function chunkFrom(chunk: Chunk, offset: number): Chunk {
  if (offset === 0) return chunk;
  const audited: number[] = [];
  for (let i = 0; i < chunk.audited.length; i += 2) {
    const start = Math.max(chunk.audited[i] as number, offset);
    const end = chunk.audited[i + 1] as number;
    if (start < end) audited.push(start - offset, end - offset);
  }
  const bytes = chunk.bytes.subarray(offset);
  const auditedLines = audited.length === 0 ? 0 : countLines(Buffer.concat(ranges(bytes, audited)));
  return { bytes, day: chunk.day, lines: countLines(bytes), auditedLines, audited };
}

function onlyAudited({ bytes, day, auditedLines, audited }: Chunk): Chunk {
  const kept = Buffer.concat(ranges(bytes, audited));
  return { bytes: kept, day, lines: auditedLines, auditedLines, audited: kept.length === 0 ? [] : [0, kept.length] };
}

function ranges(bytes: Buffer, bounds: readonly number[]): Buffer[] {
  const parts: Buffer[] = [];
  for (let i = 0; i < bounds.length; i += 2) parts.push(bytes.subarray(bounds[i], bounds[i + 1]));
  return parts;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}
