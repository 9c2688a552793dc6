/** A clock that stands until it is told to move. */
export interface FakeClock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Moves on by so many milliseconds; a negative number is a clock step backwards. */
  advance(ms: number): void;
  set(epochMs: number): void;
}

/** 2026-01-05 09:30 UTC: a Monday, within a month, a day and an hour. */
export const FAKE_NOW_MS = Date.UTC(2026, 0, 5, 9, 30);

export function createFakeClock(startMs: number = FAKE_NOW_MS): FakeClock {
  let now = startMs;
  return {
    nowMs: () => now,
    advance: (ms) => {
      now += ms;
    },
    set: (epochMs) => {
      now = epochMs;
    },
  };
}
