import type { Level } from "@daybook/protocol";
import { configError } from "./environment.ts";
import type { EventKind } from "./event-kinds.ts";
import { CONSOLE_BUFFER_LENGTH } from "./limits.ts";
import { formatPretty } from "./pretty.ts";
import type { Sink, SinkHost } from "./sink.ts";

export interface ConsoleSinkOptions {
  /** `pretty` for people, `json` for machines; `auto`: pretty on a terminal, else json. Default auto. */
  readonly format?: "pretty" | "json" | "auto";
  /** Default: on a terminal, unless NO_COLOR is set; FORCE_COLOR turns them on. */
  readonly colors?: boolean;
  readonly level?: Level;
  /** Default `process.stdout`. */
  readonly stream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

const FORMATS = ["pretty", "json", "auto"];

/**
 * Lines on standard output. Lines of one turn of the event loop are written together. When the
 * reader is slow, text up to a limit waits and what exceeds it is dropped and counted; when the
 * reader is gone (`bot | head`), the sink falls silent instead of ending the program.
 */
export function consoleSink(options: ConsoleSinkOptions = {}): Sink {
  const format = options.format ?? "auto";
  if (!FORMATS.includes(format)) throw configError("format", format, `one of ${FORMATS.join(", ")}`);
  const stream = options.stream ?? process.stdout;
  const pretty = format === "pretty" || (format === "auto" && stream.isTTY === true);
  const colors = options.colors ?? wantsColors(stream.isTTY === true);
  let host: SinkHost | undefined;
  let text = "";
  let scheduled = false;
  let gone = false;
  let full = false;
  let dropped = 0;
  let audited = 0;
  const onError = (): void => {
    gone = true;
    text = "";
  };
  const onDrain = (): void => {
    full = false;
    write();
  };
  stream.on("error", onError);
  stream.on("drain", onDrain);

  function write(): void {
    if (text === "" || gone) return;
    const chunk = text;
    text = "";
    full = !stream.write(chunk);
    if (dropped === 0) return;
    const report = { sink: "console", count: dropped, audited, reason: "the reader of standard output was too slow" };
    dropped = 0;
    audited = 0;
    host?.dropped(report);
  }

  function flushSync(): void {
    full = false;
    write();
  }

  return {
    name: "console",
    ...(options.level === undefined ? {} : { level: options.level }),
    attach: (given) => {
      host = given;
    },
    write: (line: string, kind: EventKind) => {
      if (gone) return;
      if (text.length > CONSOLE_BUFFER_LENGTH) {
        dropped++;
        if (kind.audited) audited++;
        return;
      }
      text += pretty ? formatPretty(line, kind, colors) : `${line}\n`;
      if (scheduled) return;
      scheduled = true;
      // A tick, not a timer: the text is out before the program can get stuck in something else.
      setImmediate(() => {
        scheduled = false;
        if (!full) write();
      });
    },
    flush: async () => flushSync(),
    flushSync,
    close: async () => {
      flushSync();
      stream.off("drain", onDrain);
      // The listener for errors stays: a failing write may still be reported by the stream.
    },
  };
}

function wantsColors(isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0") return true;
  return isTerminal;
}
