import type { Level } from "@daybook/protocol";
import { backoffMs } from "./backoff.ts";
import type { Batch } from "./batch.ts";
import type { HttpReply, Verdict } from "./verdict.ts";
import type { EventQueue, LastingQueue } from "./event-queue.ts";
import { deliverBeforeExit } from "./exit-delivery.ts";
import { HttpPost, describeFailure } from "./http-post.ts";
import { DropCount } from "../core/drop-count.ts";
import type { Sink, SinkHost } from "../core/sink.ts";
import { within } from "../core/within.ts";

/** Who the events go to, and how it is spoken to. */
export interface Destination {
  /** The sink's name in faults and reports. */
  readonly sink: string;
  /** For messages: `the collector`. */
  readonly title: string;
  /** Code of the fault when it cannot be reached. */
  readonly unreachable: string;
  /** The body that a batch travels in; the same batch gives the same bytes. */
  encode(batch: Batch): Uint8Array;
  /** What an answer means for a batch of `count` events. */
  judge(reply: HttpReply, count: number, nowMs: number): Verdict;
}

export interface DeliveryOptions {
  readonly destination: Destination;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly queue: EventQueue;
  /** The same queue, when it outlives the process. */
  readonly lasting: LastingQueue | undefined;
  readonly lingerMs: number;
  readonly requestTimeoutMs: number;
  /** How long the end of the process may wait for the collector; 0: not at all. */
  readonly exitTimeoutMs: number;
  readonly gzipMinBytes: number;
  readonly random: () => number;
  readonly nowMs: () => number;
}

/** Sends what waits in the queue, batch by batch, each until it is settled. */
export class BatchDelivery {
  readonly #options: DeliveryOptions;
  readonly #queue: EventQueue;
  readonly #http: HttpPost;
  readonly #drops: DropCount;
  #host: SinkHost | undefined;
  /** Between the start of a request and the verdict. */
  #sending = false;
  /** The linger of a young batch, or the wait before a retry. */
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;
  #waiting: (() => void)[] = [];

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#queue = options.queue;
    this.#http = new HttpPost(options.url, options.headers);
    this.#drops = new DropCount(options.destination.sink);
  }

  /** The sink in front of it. */
  asSink(level: Level | undefined): Sink {
    return {
      name: this.#options.destination.sink,
      ...(level === undefined ? {} : { level }),
      attach: (host) => this.attach(host),
      write: (line, kind) => this.add(line, kind.audited),
      flush: (timeoutMs) => this.flush(timeoutMs),
      flushSync: (last) => {
        if (last) this.finish();
        else this.#options.lasting?.saveSync();
      },
      close: (timeoutMs) => this.close(timeoutMs),
    };
  }

  attach(host: SinkHost): void {
    this.#host = host;
    this.#options.lasting?.open(host, () => {
      if (!this.#sending && !this.#closed && this.#failures === 0 && this.#queue.pending > 0) this.#sendNow();
    });
  }

  add(line: string, audited: boolean): void {
    if (this.#closed || !this.#queue.add(line, audited)) return this.#drop(audited);
    if (this.#sending || this.#failures > 0) return;
    if (this.#queue.hasFull) this.#sendNow();
    else this.#timer ??= this.#after(this.#options.lingerMs);
  }

  /** Resolves when the collector has everything, or after the time. A wait before a retry is cut short. */
  async flush(timeoutMs: number): Promise<void> {
    const { lasting } = this.#options;
    if (lasting !== undefined) await within(lasting.opened, timeoutMs);
    if (this.#queue.pending === 0) return;
    const done = new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (!this.#sending) this.#sendNow();
    await within(done, timeoutMs);
  }

  async close(timeoutMs: number): Promise<void> {
    await this.flush(timeoutMs);
    this.#closed = true;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#http.close();
    this.#leave();
  }

  /** The last that happens in the process: sends what waits, and waits for it. */
  finish(): void {
    const { destination, url, headers, exitTimeoutMs, lasting } = this.#options;
    // What is safe on disk need not wait for a collector that is away.
    const isWorthIt = exitTimeoutMs > 0 && this.#queue.pending > 0 && (lasting === undefined || this.#failures === 0);
    const bodies = isWorthIt ? this.#queue.all().map((batch) => destination.encode(batch)) : [];
    lasting?.saveSync();
    if (bodies.length > 0) {
      // A request that is under way is sent again by the other thread: the collector knows its numbers.
      this.#http.close();
      const settled = deliverBeforeExit({ url, headers, bodies, timeoutMs: exitTimeoutMs });
      for (let i = 0; i < settled; i++) this.#queue.shift();
    }
    this.#leave();
  }

  /** Says how many events end with the process. */
  #leave(): void {
    const { lasting } = this.#options;
    lasting?.saveSync();
    lasting?.close();
    const lost = lasting === undefined ? this.#queue.pending : lasting.unsaved;
    if (lost === 0) return;
    const message = `${lost} events were not sent before the end of the program; log files, if there are any, still hold them`;
    this.#fault("DAYBOOK_LOGGER_LOST", message);
  }

  /** Does not wait for the timer, if there is one. */
  #sendNow(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#send();
  }

  async #send(): Promise<void> {
    // A report that is logged while a batch is settled asks for the next one too; sent twice, it would be forgotten twice.
    if (this.#sending) return;
    this.#sending = true;
    const waiting = this.#queue.peek();
    const batch = waiting instanceof Promise ? await waiting : waiting;
    if (batch === undefined || this.#closed) {
      this.#sending = false;
      return this.#idle();
    }
    const verdict = await this.#post(batch);
    this.#sending = false;
    if (this.#closed) return;
    this.#settle(batch, verdict);
  }

  async #post(batch: Batch): Promise<Verdict> {
    const { destination, gzipMinBytes, requestTimeoutMs, nowMs } = this.#options;
    try {
      const plain = destination.encode(batch);
      const reply = await this.#http.send(plain, plain.length >= gzipMinBytes, requestTimeoutMs);
      return destination.judge(reply, batch.count, nowMs());
    } catch (error) {
      const reason = `${this.#options.url.origin} cannot be reached (${describeFailure(error)}); events wait`;
      return { kind: "again", code: destination.unreachable, reason, waitMs: undefined };
    }
  }

  #settle(batch: Batch, verdict: Verdict): void {
    switch (verdict.kind) {
      case "again":
        this.#failures++;
        this.#fault(verdict.code, verdict.reason);
        this.#timer = this.#after(Math.max(verdict.waitMs ?? 0, backoffMs(this.#failures, this.#options.random)));
        return;
      case "split":
        if (!this.#queue.split()) {
          this.#refused(batch, `the event is larger than ${this.#options.destination.title} takes (413)`);
          this.#queue.shift();
        }
        break;
      case "refused":
        this.#refused(batch, verdict.reason);
        this.#queue.shift();
        break;
      case "done":
        if (verdict.rejected > 0) this.#rejected(verdict.rejected, verdict.example);
        this.#queue.shift();
        break;
    }
    this.#failures = 0;
    this.#reportDropped();
    this.#next();
  }

  /** What is full goes at once; what is young may wait for company, unless somebody waits for it. */
  #next(): void {
    if (this.#queue.pending === 0) this.#idle();
    else if (this.#queue.hasFull || this.#waiting.length > 0) void this.#send();
    else this.#timer ??= this.#after(this.#options.lingerMs);
  }

  #after(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#timer = undefined;
      void this.#send();
    }, ms).unref();
  }

  #refused(batch: Batch, reason: string): void {
    this.#fault("DAYBOOK_LOGGER_REJECTED", `${batch.count} events were refused and are not sent again: ${reason}`);
  }

  #rejected(count: number, example: string): void {
    const why = example === "" ? "" : `: ${example}`;
    this.#fault("DAYBOOK_LOGGER_REJECTED", `${count} events were rejected and are not sent again${why}`);
  }

  #drop(audited: boolean): void {
    if (this.#drops.isEmpty && !this.#closed) {
      const { title } = this.#options.destination;
      const message = `${title} takes events too slowly and the memory for them is full; events are dropped and counted`;
      this.#fault("DAYBOOK_LOGGER_LOST", message);
    }
    this.#drops.add(audited);
  }

  #reportDropped(): void {
    // A report that finds no room would be lost itself.
    if (this.#drops.isEmpty || !this.#queue.hasRoom) return;
    const { title } = this.#options.destination;
    this.#drops.report(this.#host, `${title} was away or slow and the memory for waiting events was full`);
  }

  #fault(code: string, message: string): void {
    this.#host?.fault({ sink: this.#options.destination.sink, code, message });
  }

  #idle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
