const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** One line without its end. `bytes` is undefined when it was longer than the limit; then it was not kept. */
export interface ByteLine {
  /** From 1; empty lines count too. */
  number: number;
  bytes: Buffer | undefined;
  lengthBytes: number;
  /** False for a last line without a newline: perhaps the file was cut there. */
  isEnded: boolean;
}

/**
 * Cuts chunks into lines of LF or CRLF. A byte order mark at the start is left out. Holds at most `maxLineBytes` of a
 * line that goes on in the next chunk; the buffers given out share memory with the chunks.
 */
export class LineCutter {
  readonly #maxLineBytes: number;
  #number = 0;
  #isStart = true;
  #held: Buffer[] = [];
  /** Bytes of the line so far, also those that were not kept. */
  #length = 0;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** Lines that end in this chunk. */
  push(chunk: Buffer): ByteLine[] {
    const lines: ByteLine[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#hold(chunk.subarray(from, end));
      lines.push(this.#take(true));
      from = end + 1;
    }
    this.#hold(chunk.subarray(from));
    return lines;
  }

  /** The last line, when it was not ended. */
  finish(): ByteLine[] {
    return this.#length === 0 ? [] : [this.#take(false)];
  }

  #hold(part: Buffer): void {
    this.#length += part.length;
    // One more for the CR of CRLF.
    if (this.#length <= this.#maxLineBytes + 1) {
      if (part.length > 0) this.#held.push(part);
    } else {
      this.#held = [];
    }
  }

  #take(isEnded: boolean): ByteLine {
    const number = ++this.#number;
    const only = this.#held.length === 1 ? this.#held[0] : undefined;
    let bytes: Buffer | undefined = only ?? Buffer.concat(this.#held);
    let lengthBytes = this.#length;
    this.#held = [];
    this.#length = 0;
    if (bytes.length === lengthBytes) {
      if (this.#isStart && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
      if (bytes.at(-1) === RETURN) bytes = bytes.subarray(0, -1);
      lengthBytes = bytes.length;
      if (lengthBytes > this.#maxLineBytes) bytes = undefined;
    } else {
      bytes = undefined;
    }
    this.#isStart = false;
    return { number, bytes, lengthBytes, isEnded };
  }
}
