import { setTimeout as delay } from "node:timers/promises";
import type { SubscribeOptions } from "./hub.ts";
import {
  CATCH_UP_READ_BYTES,
  FLUSH_INTERVAL_MS,
  MAX_FRAME_EVENTS,
  MAX_SOCKET_BUFFER_BYTES,
  POSITION_INTERVAL_MS,
} from "./limits.ts";
import { decodeLines } from "./source.ts";
import type { TailEvent, TailSource } from "./source.ts";

/** Where frames go. `bufferedBytes` is what the client has not taken yet. */
export interface TailSink {
  readonly bufferedBytes: number;
  /** Exact lines of events, spliced into one frame by the sink. */
  events(lines: readonly string[]): void;
  dropped(count: number): void;
  position(seq: number): void;
  failed(error: unknown): void;
}

export interface Subscriber {
  /** A durable batch. Ignored while the subscriber still reads the journal at its own pace. */
  offer(firstSeq: number, lastSeq: number, events: readonly TailEvent[]): void;
  close(): void;
}

/**
 * First reads the journal from `afterSeq` at the client's own pace (nothing is dropped: the journal waits on disk),
 * then follows live. A live client that does not keep up is told how many matching events were left out.
 */
export function createSubscriber(source: TailSource, options: SubscribeOptions, onClose: () => void): Subscriber {
  const { matches, sink } = options;
  // A client from before a restore may be ahead of us: it follows from now on.
  let position = Math.min(options.afterSeq ?? source.durableSeq, source.durableSeq);
  let live = false;
  let closed = false;
  let pending: string[] = [];
  let dropped = 0;
  let toldPosition = -1;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    if (closed) return;
    if (dropped > 0 && sink.bufferedBytes < MAX_SOCKET_BUFFER_BYTES) {
      sink.dropped(dropped);
      dropped = 0;
    }
    if (pending.length > 0) {
      const lines = pending;
      pending = [];
      for (let i = 0; i < lines.length; i += MAX_FRAME_EVENTS) sink.events(lines.slice(i, i + MAX_FRAME_EVENTS));
    }
    if (position !== toldPosition) {
      sink.position(position);
      toldPosition = position;
    }
  }

  function schedule(afterMs: number): void {
    timer ??= setTimeout(flush, afterMs);
  }

  function offer(firstSeq: number, lastSeq: number, events: readonly TailEvent[]): void {
    if (!live || closed || lastSeq <= position) return;
    const slow = sink.bufferedBytes >= MAX_SOCKET_BUFFER_BYTES;
    const had = pending.length;
    for (const { line, record } of events) {
      if (record.seq <= position || !matches(record)) continue;
      if (slow) dropped++;
      else pending.push(line);
    }
    position = lastSeq;
    if (pending.length > had && had === 0 && timer) {
      // A slow position timer must not delay events.
      clearTimeout(timer);
      timer = undefined;
    }
    schedule(pending.length > 0 ? FLUSH_INTERVAL_MS : POSITION_INTERVAL_MS);
  }

  async function catchUp(): Promise<void> {
    while (!closed) {
      const batch = await source.read(position, CATCH_UP_READ_BYTES, MAX_FRAME_EVENTS);
      if (closed) return;
      if (!batch) {
        // Checked without a pause in between: no batch can slip through before `live` is set.
        if (position >= source.durableSeq) break;
        await delay(FLUSH_INTERVAL_MS);
        continue;
      }
      const lines = decodeLines(batch.bytes).filter(({ record }) => matches(record));
      if (lines.length > 0) sink.events(lines.map(({ line }) => line));
      position = batch.lastSeq;
      while (!closed && sink.bufferedBytes >= MAX_SOCKET_BUFFER_BYTES) await delay(FLUSH_INTERVAL_MS);
    }
    live = true;
    flush();
  }

  catchUp().catch((error: unknown) => {
    if (!closed) sink.failed(error);
  });

  return {
    offer,
    close() {
      closed = true;
      clearTimeout(timer);
      onClose();
    },
  };
}
