import { backoffMs } from "../collector/backoff.ts";
import { describeFailure } from "../collector/http-post.ts";
import { DropCount } from "../core/drop-count.ts";
import type { EventKind } from "../core/event-kinds.ts";
import type { Sink, SinkHost } from "../core/sink.ts";
import { within } from "../core/within.ts";
import { SYSLOG_WINDOW_BYTES } from "../limits.ts";
import type { SyslogAddress, SyslogConnection } from "./syslog-connection.ts";
import { connectSyslog } from "./syslog-connection.ts";
import type { SyslogFormat } from "./syslog-message.ts";
import { formatSyslog } from "./syslog-message.ts";

export interface SyslogDeliveryOptions {
  readonly address: SyslogAddress;
  readonly format: SyslogFormat;
  readonly maxBufferBytes: number;
  readonly random: () => number;
}

interface Waiting {
  readonly line: string;
  readonly kind: EventKind;
}

const SINK = "syslog";

/** Lines on their way to a syslog server: a bounded queue, a connection that is opened again, and counts of what was lost. */
export class SyslogDelivery {
  readonly #options: SyslogDeliveryOptions;
  #host: SinkHost | undefined;
  #queue: Waiting[] = [];
  #bytes = 0;
  /** Handed to the connection and not yet taken by the system; sent again when it breaks. */
  #sent: Waiting[][] = [];
  #sentBytes = 0;
  #connection: SyslogConnection | undefined;
  #isConnecting = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #isScheduled = false;
  #closed = false;
  #idle: (() => void)[] = [];
  readonly #drops = new DropCount(SINK);

  constructor(options: SyslogDeliveryOptions) {
    this.#options = options;
  }

  asSink(level: Sink["level"]): Sink {
    return {
      name: SINK,
      level,
      attach: (host) => {
        this.#host = host;
      },
      write: (line, kind) => this.#add(line, kind),
      flush: (timeoutMs) => this.#flush(timeoutMs),
      flushSync: (last) => {
        if (last) this.#reportUnsent();
      },
      close: (timeoutMs) => this.#close(timeoutMs),
    };
  }

  get #pending(): number {
    return this.#queue.length + this.#sent.reduce((sum, messages) => sum + messages.length, 0);
  }

  #add(line: string, kind: EventKind): void {
    const { maxBufferBytes } = this.#options;
    const room = kind.audited ? 2 * maxBufferBytes : maxBufferBytes;
    if (this.#closed || this.#bytes + line.length > room) return this.#drop(kind.audited);
    this.#queue.push({ line, kind });
    this.#bytes += line.length;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // After the calls of this turn: formatting is not theirs to wait for, and one write takes them all.
    setImmediate(() => {
      this.#isScheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    const connection = this.#connection;
    if (connection === undefined) return void this.#connect();
    while (this.#queue.length > 0 && this.#sentBytes < SYSLOG_WINDOW_BYTES && connection === this.#connection) {
      this.#sendSome(connection);
    }
  }

  /** Hands a part of the queue to the connection. */
  #sendSome(connection: SyslogConnection): void {
    const taken: Waiting[] = [];
    const messages: Buffer[] = [];
    let lines = 0;
    for (const waiting of this.#queue) {
      if (lines >= PART_LENGTH) break;
      lines += waiting.line.length;
      taken.push(waiting);
      messages.push(this.#formatted(waiting));
    }
    this.#queue = this.#queue.slice(taken.length);
    this.#sent.push(taken);
    this.#sentBytes += lines;
    connection.send(messages, () => this.#taken(taken, lines));
  }

  #formatted({ line, kind }: Waiting): Buffer {
    try {
      return formatSyslog(line, kind.level, this.#options.format);
    } catch {
      // Not known to happen: a line that is no JSON still goes out, as RFC 5424 allows it, with nothing but itself.
      return Buffer.from(`<14>1 - - - - - - ${line}`);
    }
  }

  #taken(messages: Waiting[], lines: number): void {
    const at = this.#sent.indexOf(messages);
    if (at < 0) return;
    this.#sent.splice(at, 1);
    this.#sentBytes -= lines;
    this.#bytes -= lines;
    this.#failures = 0;
    this.#reportDropped();
    if (this.#queue.length > 0) this.#pump();
    else if (this.#sent.length === 0) this.#rest();
  }

  async #connect(): Promise<void> {
    if (this.#isConnecting || this.#closed || this.#timer !== undefined) return;
    this.#isConnecting = true;
    try {
      const connection = await connectSyslog(this.#options.address, (error) => this.#broken(error));
      this.#isConnecting = false;
      if (this.#closed) return connection.destroy();
      this.#connection = connection;
      this.#pump();
    } catch (error) {
      this.#isConnecting = false;
      this.#retry(error);
    }
  }

  /** What the system had not taken yet goes first when there is a connection again. */
  #broken(error: Error): void {
    this.#connection = undefined;
    const unsent = this.#sent.flat();
    this.#sent = [];
    this.#sentBytes = 0;
    this.#queue = [...unsent, ...this.#queue];
    // A datagram that was refused came back as this error: it is gone.
    if (this.#options.address.transport === "udp") this.#drop(false);
    this.#retry(error);
  }

  #retry(error: unknown): void {
    if (this.#closed) return;
    const { host, port, transport } = this.#options.address;
    this.#failures++;
    this.#fault(`${host}:${port} (${transport}) cannot be used (${describeFailure(error)}); events wait in memory`);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#queue.length > 0) this.#pump();
      },
      backoffMs(this.#failures, this.#options.random),
    ).unref();
  }

  /** Resolves when the system has taken everything, or after the time. A wait before a new attempt is cut short. */
  async #flush(timeoutMs: number): Promise<void> {
    if (this.#pending === 0) return;
    const done = new Promise<void>((resolve) => this.#idle.push(resolve));
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pump();
    await within(done, timeoutMs);
  }

  async #close(timeoutMs: number): Promise<void> {
    await this.#flush(timeoutMs);
    this.#closed = true;
    clearTimeout(this.#timer);
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection !== undefined) {
      await within(connection.end(), timeoutMs);
      connection.destroy();
    }
    this.#reportUnsent();
  }

  #reportUnsent(): void {
    const count = this.#pending;
    if (count === 0) return;
    const message = `${count} events were not sent before the end of the program; log files, if there are any, still hold them`;
    this.#host?.fault({ sink: SINK, code: "DAYBOOK_LOGGER_LOST", message });
  }

  #drop(audited: boolean): void {
    if (this.#drops.isEmpty && !this.#closed) {
      const message = "the syslog server is away or slow; events are dropped and counted";
      this.#host?.fault({ sink: SINK, code: "DAYBOOK_LOGGER_LOST", message });
    }
    this.#drops.add(audited);
  }

  #reportDropped(): void {
    // A report that finds no room would be lost itself.
    if (this.#drops.isEmpty || this.#bytes > this.#options.maxBufferBytes / 2) return;
    this.#drops.report(this.#host, "the syslog server was away, slow, or refused datagrams");
  }

  #fault(message: string): void {
    this.#host?.fault({ sink: SINK, code: "DAYBOOK_LOGGER_SYSLOG", message });
  }

  #rest(): void {
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}

/** Lines that are formatted and written in one go, in UTF-16 units. */
const PART_LENGTH = 64 * 1024;
