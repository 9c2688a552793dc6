import { beforeEach, describe, expect, it } from "vitest";
import { AnchorError } from "./anchor-error.ts";
import type { AnchorReceipt, TrailHeads } from "./anchor.ts";
import { Anchoring } from "./anchoring.ts";
import type { AnchoringOptions } from "./anchoring.ts";
import { MemoryAnchor } from "./test-support/memory-anchor.ts";
import { createTestClock } from "./test-support/test-clock.ts";
import type { TestClock } from "./test-support/test-clock.ts";
import { createTestTrail } from "./test-support/test-trail.ts";
import type { TestTrail } from "./test-support/test-trail.ts";

const MINUTE_MS = 60_000;

let clock: TestClock;
let trail: TestTrail;
let anchor: MemoryAnchor;
let receipts: AnchorReceipt[];
let lost: AnchorReceipt[];

beforeEach(() => {
  clock = createTestClock();
  trail = createTestTrail();
  anchor = new MemoryAnchor(clock);
  receipts = [];
  lost = [];
});

function anchoringOf(more: Partial<AnchoringOptions> = {}): Anchoring {
  return new Anchoring({
    anchor,
    heads: trail,
    clock,
    onReceipt: (receipt) => void receipts.push(receipt),
    onLost: (receipt) => void lost.push(receipt),
    ...more,
  });
}

const sizes = (): number[] => receipts.map(({ size }) => size);

describe("when a head is anchored", () => {
  it("at once if there is none, and then each ten minutes if there are new entries", async () => {
    const anchoring = anchoringOf();
    await anchoring.look();
    expect(sizes()).toEqual([]);
    trail.size = 5;
    await anchoring.look();
    trail.size = 9;
    await anchoring.look();
    clock.advance(9 * MINUTE_MS);
    await anchoring.look();
    expect(sizes()).toEqual([5]);
    clock.advance(MINUTE_MS);
    await anchoring.look();
    clock.advance(30 * MINUTE_MS);
    await anchoring.look();
    expect(sizes()).toEqual([5, 9]);
    expect(anchor.anchored).toBe(2);
  });

  it("earlier after a million entries", async () => {
    const anchoring = anchoringOf();
    trail.size = 5;
    await anchoring.look();
    trail.size = 1_000_004;
    await anchoring.look();
    expect(sizes()).toEqual([5]);
    trail.size = 1_000_005;
    await anchoring.look();
    expect(sizes()).toEqual([5, 1_000_005]);
  });

  it("now, if somebody wants it", async () => {
    const anchoring = anchoringOf();
    trail.size = 5;
    await anchoring.anchorNow();
    trail.size = 6;
    await anchoring.anchorNow();
    await anchoring.anchorNow();
    expect(sizes()).toEqual([5, 6]);
  });

  it("one at a time, in the order in which it was asked for", async () => {
    const anchoring = anchoringOf();
    trail.size = 5;
    await Promise.all([anchoring.look(), anchoring.anchorNow(), anchoring.look()]);
    expect(sizes()).toEqual([5]);
    expect(anchor.anchored).toBe(1);
  });
});

describe("after a start", () => {
  it("goes on where it was, and asks nothing twice", async () => {
    trail.size = 5;
    await anchoringOf().look();
    trail.size = 7;
    clock.advance(4 * MINUTE_MS);
    const again = anchoringOf({ lastReceipt: receipts[0]! });
    expect(again.status).toMatchObject({ anchoredSize: 5, anchoredAtMs: receipts[0]!.anchoredAtMs });
    await again.look();
    expect(sizes()).toEqual([5]);
    clock.advance(6 * MINUTE_MS);
    await again.look();
    expect(sizes()).toEqual([5, 7]);
  });

  it("makes the receipt anew that was lost with the process", async () => {
    trail.size = 5;
    await anchoringOf({ onReceipt: () => Promise.reject(new Error("disk full")) }).look();
    expect(anchor.anchored).toBe(1);
    trail.size = 7;
    const again = anchoringOf();
    await again.look();
    expect(sizes()).toEqual([5]);
    expect(anchor.anchored).toBe(1);
    clock.advance(10 * MINUTE_MS);
    await again.look();
    expect(sizes()).toEqual([5, 7]);
  });

  it("anchors in a new place at once: another key or contract", async () => {
    trail.size = 5;
    await anchoringOf().look();
    anchor = new MemoryAnchor(clock);
    anchor.stands = () => Promise.resolve(true);
    await anchoringOf({ lastReceipt: receipts[0]! }).look();
    expect(sizes()).toEqual([5, 5]);
    expect(anchor.anchored).toBe(1);
  });

  it("does not put a head off because the anchor's clock is ahead", async () => {
    trail.size = 5;
    await anchoringOf().look();
    trail.size = 6;
    const early = { ...receipts[0]!, anchoredAtMs: clock.nowMs() + 999 * MINUTE_MS };
    const again = anchoringOf({ lastReceipt: early });
    clock.advance(10 * MINUTE_MS);
    await again.look();
    expect(sizes()).toEqual([5, 6]);
  });
});

describe("when the anchor fails", () => {
  it("says why, waits longer each time, and catches up when it is back", async () => {
    const errors: AnchorError[] = [];
    const anchoring = anchoringOf({ onError: (error) => errors.push(error) });
    trail.size = 5;
    anchor.fault = new AnchorError("unreachable", "the node does not answer: ECONNREFUSED");
    await anchoring.look();
    expect(anchoring.status.lastError).toEqual({
      code: "unreachable",
      message: anchor.fault.message,
      atMs: clock.nowMs(),
    });
    for (let second = 1; second <= 300; second++) {
      clock.advance(1_000);
      await anchoring.look();
    }
    // After 5, 15, 35 and 75 s, then each minute.
    expect(errors).toHaveLength(8);
    expect(anchor.asked).toBe(8);
    anchor.fault = undefined;
    clock.advance(MINUTE_MS);
    await anchoring.look();
    expect(sizes()).toEqual([5]);
    expect(anchoring.status).toMatchObject({ anchoredSize: 5, lastError: undefined, waitingSinceMs: undefined });
  });

  it("is an alarm when entries have waited for three intervals", async () => {
    const anchoring = anchoringOf();
    trail.size = 5;
    await anchoring.look();
    clock.advance(24 * 60 * MINUTE_MS);
    await anchoring.look();
    expect(anchoring.status.behind).toBe(false);
    trail.size = 6;
    anchor.fault = new AnchorError("no_funds", "no funds");
    await anchoring.look();
    const since = clock.nowMs();
    clock.advance(30 * MINUTE_MS - 1);
    expect(anchoring.status).toMatchObject({ behind: false, waitingSinceMs: since, anchoredSize: 5, headSize: 6 });
    clock.advance(1);
    expect(anchoring.status.behind).toBe(true);
    anchor.fault = undefined;
    await anchoring.look();
    expect(anchoring.status).toMatchObject({ behind: false, waitingSinceMs: undefined, anchoredSize: 6 });
  });

  it("is an alarm when three million entries wait", async () => {
    const anchoring = anchoringOf();
    trail.size = 5;
    await anchoring.look();
    anchor.fault = new AnchorError("no_funds", "no funds");
    trail.size = 3_000_004;
    await anchoring.look();
    expect(anchoring.status.behind).toBe(false);
    trail.size = 3_000_005;
    await anchoring.look();
    expect(anchoring.status.behind).toBe(true);
  });

  it("says so when the trail has no head, and goes on when a receipt could not be kept", async () => {
    let isFull = true;
    let isEarly = true;
    const heads: TrailHeads = {
      head: () => (isEarly ? Promise.reject(new Error("no checkpoint yet")) : trail.head()),
      consistency: (from, to) => trail.consistency(from, to),
    };
    const anchoring = anchoringOf({
      heads,
      onReceipt: (receipt) => {
        if (isFull) throw new Error("disk full");
        receipts.push(receipt);
      },
      onError: () => {
        throw new Error("the caller's own fault");
      },
    });
    await anchoring.look();
    expect(anchoring.status.lastError).toMatchObject({ code: "trail", message: "no checkpoint yet" });
    isEarly = false;
    trail.size = 5;
    clock.advance(MINUTE_MS);
    await anchoring.look();
    expect(anchoring.status).toMatchObject({ anchoredSize: 0, lastError: { code: "trail", message: "disk full" } });
    isFull = false;
    clock.advance(MINUTE_MS);
    await anchoring.look();
    expect(sizes()).toEqual([5]);
    expect(anchor.anchored).toBe(1);
  });
});

describe("when what is anchored does not fit", () => {
  it("pays for nothing, and names a fork and a rollback", async () => {
    trail.size = 5;
    await anchoringOf().look();
    const fork = createTestTrail(undefined, "another");
    fork.size = 8;
    const forked = anchoringOf({ heads: fork });
    await forked.look();
    expect(forked.status.lastError?.code).toBe("fork");
    fork.size = 5;
    await forked.anchorNow();
    expect(forked.status.lastError?.code).toBe("fork");
    trail.size = 4;
    const back = anchoringOf();
    await back.look();
    expect(back.status.lastError?.code).toBe("rollback");
    expect(sizes()).toEqual([5]);
    expect(anchor.anchored).toBe(1);
  });

  it("anchors again what the anchor has lost", async () => {
    const anchoring = anchoringOf();
    trail.size = 5;
    await anchoring.look();
    clock.advance(10 * MINUTE_MS);
    trail.size = 8;
    await anchoring.look();
    anchor.heads.pop();
    clock.advance(30_000);
    await anchoring.look();
    expect(lost).toEqual([]);
    clock.advance(30_000);
    await anchoring.look();
    expect(lost.map(({ size }) => size)).toEqual([8]);
    expect(sizes()).toEqual([5, 8, 5, 8]);
    expect(anchor.heads.map(({ size }) => size)).toEqual([5, 8]);
    anchor.heads = [];
    clock.advance(MINUTE_MS);
    await anchoring.look();
    expect(sizes()).toEqual([5, 8, 5, 8, 8]);
  });
});

describe("the process", () => {
  it("runs by itself until it is stopped", async () => {
    trail.size = 1;
    const anchoring: Anchoring = anchoringOf({
      clock: {
        nowMs: () => clock.nowMs(),
        sleep: async (ms) => {
          clock.advance(ms);
          trail.size++;
          if (receipts.length === 3) void anchoring.stop();
        },
      },
    });
    anchoring.start();
    anchoring.start();
    await new Promise<void>((resolve) => {
      const wait = (): void => (receipts.length < 3 ? void setImmediate(wait) : resolve());
      wait();
    });
    await anchoring.stop();
    // One each ten minutes, with a look each ten seconds.
    expect(sizes()).toEqual([1, 61, 121]);
  });

  it("ends what is under way when it is stopped, and counts it as no failure", async () => {
    let go = (): void => undefined;
    anchor.pause = new Promise((resolve) => {
      go = resolve;
    });
    trail.size = 5;
    const anchoring = anchoringOf();
    const looking = anchoring.look();
    while (anchor.asked < 2) await new Promise((resolve) => setImmediate(resolve));
    const stopping = anchoring.stop();
    go();
    await Promise.all([looking, stopping]);
    await anchoring.look();
    expect(sizes()).toEqual([]);
    expect(anchoring.status.lastError).toBeUndefined();
  });
});
