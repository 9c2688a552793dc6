import type { LogRecord } from "@daybook/protocol";
import { decodeLines } from "./source.ts";
import type { TailSource } from "./source.ts";
import { MAX_SUBSCRIBERS } from "./limits.ts";
import { createSubscriber } from "./subscriber.ts";
import type { Subscriber, TailSink } from "./subscriber.ts";

export interface SubscribeOptions {
  matches: (record: LogRecord) => boolean;
  /** Start after this number; default: the newest. */
  afterSeq?: number | undefined;
  sink: TailSink;
}

/** The live channel: every durable event once, in order, to every client whose query it matches. */
export interface TailHub {
  readonly size: number;
  /** Undefined when there are {@link MAX_SUBSCRIBERS} already. */
  subscribe(options: SubscribeOptions): Subscriber | undefined;
  close(): void;
}

export function createTailHub(source: TailSource): TailHub {
  const subscribers = new Set<Subscriber>();
  const stop = source.onDurable((firstSeq, lastSeq, bytes) => {
    // Without clients the live channel costs nothing.
    if (subscribers.size === 0) return;
    const events = decodeLines(bytes);
    for (const subscriber of subscribers) subscriber.offer(firstSeq, lastSeq, events);
  });

  return {
    get size() {
      return subscribers.size;
    },
    subscribe(options) {
      if (subscribers.size >= MAX_SUBSCRIBERS) return undefined;
      const subscriber = createSubscriber(source, options, () => subscribers.delete(subscriber));
      subscribers.add(subscriber);
      return subscriber;
    },
    close() {
      stop();
      for (const subscriber of subscribers) subscriber.close();
    },
  };
}
