import type { Level } from "@daybook/protocol";
import { configError } from "../config/environment.ts";
import type { EventKind } from "../core/event-kinds.ts";
import { PLAIN_CONSOLE, formatPlainText } from "../encode/plain-text.ts";
import { CONSOLE_BUFFER_LENGTH } from "../limits.ts";
import { formatPretty } from "./pretty.ts";
import type { Sink, SinkHost } from "../core/sink.ts";

export interface ConsoleSinkOptions {
  /**
   * `pretty` for people, `json` for machines, `text` as Python's bots write it; `auto`: pretty on a terminal, else json.
   * Default auto.
   */
  readonly format?: ConsoleFormat;
  /** Default: on a terminal, unless NO_COLOR is set; FORCE_COLOR turns them on. */
  readonly colors?: boolean;
  readonly level?: Level;
  /** Default `process.stdout`. */
  readonly stream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export type ConsoleFormat = "pretty" | "json" | "text" | "auto";
const FORMATS = ["pretty", "json", "text", "auto"];

/**
 * Lines on standard output. Lines of one turn of the event loop are written together. When the
 * reader is slow, text up to a limit waits and what exceeds it is dropped and counted; when the
 * reader is gone (`bot | head`), the sink falls silent instead of ending the program.
 */
export function consoleSink(options: ConsoleSinkOptions = {}): Sink {
  const format = options.format ?? "auto";
  if (!FORMATS.includes(format)) throw configError("format", format, `one of ${FORMATS.join(", ")}`);
  return new ConsoleSink(options);
}

class ConsoleSink implements Sink {
  readonly name = "console";
  readonly level: Level | undefined;
  readonly #stream: NodeJS.WritableStream;
  readonly #format: (line: string, kind: EventKind) => string;
  #host: SinkHost | undefined;
  #text = "";
  #scheduled = false;
  /** Nobody reads any more. */
  #gone = false;
  /** The stream has asked to wait. */
  #full = false;
  #dropped = 0;
  #droppedAudited = 0;

  constructor({ format = "auto", colors, level, stream = process.stdout }: ConsoleSinkOptions) {
    this.level = level;
    this.#stream = stream;
    const terminal = stream.isTTY === true;
    this.#format = formatter(
      format === "auto" ? (terminal ? "pretty" : "json") : format,
      colors ?? wantsColors(terminal),
    );
    stream.on("error", this.#onError);
    stream.on("drain", this.#onDrain);
  }

  attach(host: SinkHost): void {
    this.#host = host;
  }

  write(line: string, kind: EventKind): void {
    if (this.#gone) return;
    if (this.#text.length > CONSOLE_BUFFER_LENGTH) {
      this.#dropped++;
      if (kind.audited) this.#droppedAudited++;
      return;
    }
    this.#text += this.#format(line, kind);
    if (this.#scheduled) return;
    this.#scheduled = true;
    // A tick, not a timer: the text is out before the program can get stuck in something else.
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#full) this.#writeOut();
    });
  }

  async flush(): Promise<void> {
    this.flushSync();
  }

  flushSync(): void {
    this.#full = false;
    this.#writeOut();
  }

  async close(): Promise<void> {
    this.flushSync();
    this.#stream.off("drain", this.#onDrain);
    // The listener for errors stays: a failing write may still be reported by the stream.
  }

  #writeOut(): void {
    if (this.#text === "" || this.#gone) return;
    const text = this.#text;
    this.#text = "";
    this.#full = !this.#stream.write(text);
    if (this.#dropped === 0) return;
    const report = { count: this.#dropped, audited: this.#droppedAudited };
    this.#dropped = 0;
    this.#droppedAudited = 0;
    this.#host?.dropped({ sink: this.name, reason: "the reader of standard output was too slow", ...report });
  }

  readonly #onError = (): void => {
    this.#gone = true;
    this.#text = "";
  };

  readonly #onDrain = (): void => {
    this.#full = false;
    this.#writeOut();
  };
}

function formatter(format: Exclude<ConsoleFormat, "auto">, colors: boolean): (line: string, kind: EventKind) => string {
  switch (format) {
    case "pretty":
      return (line, kind) => formatPretty(line, kind, colors);
    case "text":
      return (line) => formatPlainText(line, PLAIN_CONSOLE);
    case "json":
      return (line) => `${line}\n`;
  }
}

function wantsColors(isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0") return true;
  return isTerminal;
}
