import type { DayRow } from "@daybook/analytics";
import { shiftDay } from "./day-bounds.ts";

/** A day of the calendar. `level` −4 to 4: how much it lost or won against the other days. */
export interface CalendarDay {
  readonly day: string;
  readonly level: number;
  readonly row: DayRow;
}

export interface CalendarWeek {
  /** Monday first; undefined outside of the report. */
  readonly days: readonly (CalendarDay | undefined)[];
  /** `Feb`, `Jan 2024`: where a month begins. */
  readonly label: string;
}

/** Three years: more is not looked at day by day, and each day is an element of the page. */
export const MAX_CALENDAR_DAYS = 1_098;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const STEPS = 4;

/** The newest days of a report in weeks from Monday to Sunday. */
export function calendarWeeks(rows: readonly DayRow[]): CalendarWeek[] {
  const shown = rows.slice(-MAX_CALENDAR_DAYS);
  const [first] = shown;
  const last = shown.at(-1);
  if (!first || !last) return [];
  const byDay = new Map(shown.map((row) => [row.day, row]));
  const levelOf = leveller(shown.map(({ pnl }) => Number(pnl)));
  const weeks: CalendarWeek[] = [];
  let labelled = "";
  for (let monday = shiftDay(first.day, -weekdayOf(first.day)); monday <= last.day; monday = shiftDay(monday, 7)) {
    const days = Array.from({ length: 7 }, (_, weekday) => {
      const day = shiftDay(monday, weekday);
      const row = byDay.get(day);
      return row && { day, row, level: levelOf(Number(row.pnl)) };
    });
    const newest = days.findLast((one) => one !== undefined)?.day ?? monday;
    const month = newest.slice(0, 7);
    const isNew = month !== labelled;
    const isNewYear = month.slice(0, 4) !== labelled.slice(0, 4);
    labelled = month;
    weeks.push({ days, label: isNew ? monthLabel(month, isNewYear) : "" });
  }
  return withRoom(weeks);
}

/** Labels take the place of three weeks: one that would run into the next gives way. */
function withRoom(weeks: readonly CalendarWeek[]): CalendarWeek[] {
  return weeks.map((week, at) => {
    const isCut = week.label !== "" && at === 0 && weeks.slice(1, 3).some(({ label }) => label !== "");
    return isCut ? { ...week, label: "" } : week;
  });
}

function monthLabel(month: string, hasYear: boolean): string {
  const name = MONTHS[Number(month.slice(5)) - 1] ?? "";
  return hasYear && month.endsWith("-01") ? `${name} ${month.slice(2, 4)}` : name;
}

/** `2024-02` → `Feb 2024` */
export function monthName(month: string): string {
  return `${MONTHS[Number(month.slice(5)) - 1] ?? ""} ${month.slice(0, 4)}`;
}

/** 0 Monday … 6 Sunday */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** By rank among the days that won or lost, so that one great day does not make all others pale. */
function leveller(values: readonly number[]): (value: number) => number {
  const sizes = values
    .filter((value) => value !== 0)
    .map(Math.abs)
    .sort((a, b) => a - b);
  return (value) => {
    if (value === 0) return 0;
    const rank = sizes.filter((size) => size <= Math.abs(value)).length;
    return Math.sign(value) * Math.max(1, Math.ceil((rank / sizes.length) * STEPS));
  };
}
