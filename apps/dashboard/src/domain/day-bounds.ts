/** How days are cut: the zone and the `HH:MM` at which a day ends there; what comes later belongs to the next. */
export interface DayCut {
  readonly time_zone: string;
  readonly close: string;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** First instant of a day (`YYYY-MM-DD`) and the first after it, epoch milliseconds. */
export function dayBounds(day: string, cut: DayCut): { startMs: number; endMs: number } {
  return { startMs: startOf(day, cut), endMs: startOf(shiftDay(day, 1), cut) };
}

/** The calendar day some days later, or earlier. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function startOf(day: string, { time_zone: zone, close }: DayCut): number {
  const wallMs = Date.parse(`${close === "00:00" ? day : shiftDay(day, -1)}T${close}:00Z`);
  if (zone === "UTC") return wallMs;
  // The offset may change between the guess and the answer: the second look has it right, but for wall times that a
  // change of the clocks skips, where the earlier offset gives the first instant after the gap.
  const first = wallMs - offsetMs(wallMs, zone);
  const second = wallMs - offsetMs(first, zone);
  return second === first || wallMs - offsetMs(second, zone) === second ? second : Math.max(first, second);
}

/** Wall clock of the zone less UTC. */
function offsetMs(timeMs: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(timeMs / 1_000) * 1_000;
}
