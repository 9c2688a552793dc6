import type { AnchorClock } from "../anchor-clock.ts";

/** A clock whose sleeps take no time: it moves on by itself, and lets something happen in between. */
export interface TestClock extends AnchorClock {
  advance(ms: number): void;
  /** How often anybody slept. */
  readonly sleeps: number;
}

export function createTestClock(onSleep: (sleeps: number) => Promise<void> | void = () => undefined): TestClock {
  let now = Date.UTC(2026, 0, 5, 9, 30);
  let sleeps = 0;
  return {
    nowMs: () => now,
    advance: (ms) => {
      now += ms;
    },
    get sleeps() {
      return sleeps;
    },
    sleep: async (ms) => {
      now += ms;
      sleeps++;
      await onSleep(sleeps);
    },
  };
}
