import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeRecord } from "@daybook/protocol";
import type { LogRecord } from "@daybook/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openJournal } from "../journal/index.ts";
import type { Journal } from "../journal/index.ts";
import { createTailHub } from "./hub.ts";
import type { TailHub } from "./hub.ts";
import { MAX_FRAME_EVENTS, MAX_SOCKET_BUFFER_BYTES, MAX_SUBSCRIBERS } from "./limits.ts";
import type { TailSink } from "./subscriber.ts";

let dir: string;
let journal: Journal;
let hub: TailHub;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "daybook-tail-"));
  journal = await openJournal({ dir, clock: { nowMs: Date.now }, reserveBytes: 0 });
  hub = createTailHub(journal);
});
afterEach(async () => {
  hub.close();
  await journal.close();
  rmSync(dir, { recursive: true });
});

function append(count: number, service = "bot"): Promise<unknown> {
  return journal.append(count, (firstSeq) => {
    let lines = "";
    for (let i = 0; i < count; i++) {
      lines += `${encodeRecord({
        seq: firstSeq + i,
        timestamp: "2026-01-01T00:00:00.000000Z",
        level: "INFO",
        service,
        event_type: "log",
        message: `event ${firstSeq + i}`,
        id: `id-${firstSeq + i}`,
        collected_at: "2026-01-01T00:00:00.000000Z",
      })}\n`;
    }
    return lines;
  });
}

/** A client that keeps what it is sent and can be slow. */
function client() {
  const seqs: number[] = [];
  const frames: number[] = [];
  const dropped: number[] = [];
  const waiters: { until: () => boolean; done: () => void }[] = [];
  const state = { bufferedBytes: 0, position: 0, failure: undefined as unknown };
  const wake = (): void => {
    for (const waiter of waiters) if (waiter.until()) waiter.done();
  };
  const sink: TailSink = {
    get bufferedBytes() {
      return state.bufferedBytes;
    },
    events(lines) {
      frames.push(lines.length);
      seqs.push(...lines.map((line) => (JSON.parse(line) as LogRecord).seq));
      wake();
    },
    dropped(count) {
      dropped.push(count);
      wake();
    },
    position(seq) {
      state.position = seq;
      wake();
    },
    failed(error) {
      state.failure = error;
      wake();
    },
  };
  const when = (until: () => boolean): Promise<void> =>
    until() ? Promise.resolve() : new Promise((done) => waiters.push({ until, done }));
  return { sink, seqs, frames, dropped, state, when };
}

const everything = (): boolean => true;
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

it("sends what comes after subscribing, once and in order", async () => {
  await append(5);
  const one = client();
  hub.subscribe({ matches: everything, sink: one.sink });
  await one.when(() => one.state.position === 5);
  await Promise.all([append(3), append(4)]);
  await one.when(() => one.seqs.length >= 7);
  expect(one.seqs).toEqual(numbers(6, 12));
});

it("meets a snapshot without gap or repeat while events pour in", async () => {
  await append(2_000);
  const one = client();
  const pouring = Promise.all(Array.from({ length: 20 }, () => append(50)));
  hub.subscribe({ matches: everything, afterSeq: 700, sink: one.sink });
  await pouring;
  await append(1);
  await one.when(() => one.seqs.at(-1) === 3_001);
  expect(one.seqs).toEqual(numbers(701, 3_001));
  expect(Math.max(...one.frames)).toBeLessThanOrEqual(MAX_FRAME_EVENTS);
});

it("sends only what matches and still tells the position", async () => {
  const one = client();
  hub.subscribe({ matches: (record) => record.service === "mine", sink: one.sink });
  await one.when(() => one.state.position === 0);
  await append(3, "other");
  await append(1, "mine");
  await append(2, "other");
  await one.when(() => one.state.position === 6);
  expect(one.seqs).toEqual([4]);
});

it("counts what a slow client misses and says it before going on", async () => {
  const one = client();
  hub.subscribe({ matches: everything, sink: one.sink });
  await append(1);
  await one.when(() => one.seqs.length === 1);
  one.state.bufferedBytes = MAX_SOCKET_BUFFER_BYTES;
  await append(250);
  one.state.bufferedBytes = 0;
  await append(1);
  await one.when(() => one.dropped.length > 0 && one.seqs.length === 2);
  expect(one.dropped).toEqual([250]);
  expect(one.seqs).toEqual([1, 252]);
});

it("follows from now on when a client is ahead, as after a restore", async () => {
  await append(3);
  const one = client();
  hub.subscribe({ matches: everything, afterSeq: 900, sink: one.sink });
  await one.when(() => one.state.position === 3);
  await append(1);
  await one.when(() => one.seqs.length === 1);
  expect(one.seqs).toEqual([4]);
});

it("costs nothing after a client is gone, and is bounded", async () => {
  const one = client();
  const subscriber = hub.subscribe({ matches: everything, sink: one.sink });
  expect(hub.size).toBe(1);
  subscriber?.close();
  expect(hub.size).toBe(0);
  await append(5);
  expect(one.seqs).toEqual([]);
  const many = Array.from({ length: MAX_SUBSCRIBERS }, () =>
    hub.subscribe({ matches: everything, sink: client().sink }),
  );
  expect(many.every(Boolean)).toBe(true);
  expect(hub.subscribe({ matches: everything, sink: client().sink })).toBeUndefined();
});
