import { compileQuery } from "./mock-query.mjs";

const SPANS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const ERROR_LEVELS = new Set(["ERROR", "CRITICAL"]);

/** `now-15m` or RFC 3339 → epoch milliseconds. */
export function parseTime(text, nowMs) {
  const relative = /^now(?:-(\d+)([smhd]))?$/.exec(text);
  if (!relative) return Date.parse(text);
  return nowMs - (relative[1] ? Number(relative[1]) * SPANS_MS[relative[2]] : 0);
}

const msOf = (event) => Date.parse(event.timestamp);

function fieldOf(record, field) {
  const value =
    field in record
      ? record[field]
      : field
          .replace(/^data\./, "")
          .split(".")
          .reduce((inner, key) => inner?.[key], record.data);
  return value === undefined || typeof value === "object" ? undefined : String(value);
}

function countBy(events, field) {
  const counts = new Map();
  for (const event of events) {
    const value = fieldOf(event, field);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

/** Events in memory, oldest first, in order of `seq` and of time. */
export function createMockStore({ capacity = 250_000 } = {}) {
  let events = [];

  function select(request, nowMs) {
    const matches = compileQuery(request.query ?? "");
    const exact = ["level", "service", "event_type", "status"].filter((name) => request[name]);
    const start = request.start_time ? parseTime(request.start_time, nowMs) : -Infinity;
    const end = request.end_time ? parseTime(request.end_time, nowMs) : Infinity;
    return events.filter((event) => {
      const at = msOf(event);
      return at >= start && at < end && exact.every((name) => event[name] === request[name]) && matches(event);
    });
  }

  const asOf = () => events.at(-1)?.seq ?? 0;

  return {
    clear: () => {
      events = [];
    },
    add(event) {
      events.push(event);
      if (events.length > capacity * 1.1) events = events.slice(-capacity);
    },
    get size() {
      return events.length;
    },
    after: (seq) => events.filter((event) => event.seq > seq),
    find: (id) => events.find((event) => event.id === id),
    search(request, nowMs) {
      const limit = Math.min(Number(request.limit ?? 100), 1000);
      const found = select(request, nowMs);
      if (request.order !== "asc") found.reverse();
      const from = request.cursor ? found.findIndex((event) => String(event.seq) === request.cursor) + 1 : 0;
      const page = found.slice(from, from + limit);
      const more = from + limit < found.length;
      const total = request.total === "exact" || limit === 0 ? found.length : null;
      return {
        events: page,
        total,
        next_cursor: more && page.length > 0 ? String(page.at(-1).seq) : null,
        as_of_seq: asOf(),
        took_ms: 4,
      };
    },
    context(id, before, after, scope) {
      const event = events.find((one) => one.id === id);
      const line =
        scope === "all"
          ? events
          : events.filter((one) =>
              scope === "service" ? one.service === event.service : one.producer === event.producer,
            );
      const at = line.indexOf(event);
      return { before: line.slice(Math.max(0, at - before), at), event, after: line.slice(at + 1, at + 1 + after) };
    },
    stats(range, nowMs) {
      const spanMs = { "1h": SPANS_MS.h, "24h": SPANS_MS.d, "7d": 7 * SPANS_MS.d }[range];
      const start = nowMs - spanMs;
      const current = events.filter((event) => msOf(event) >= start);
      const before = events.filter((event) => msOf(event) < start && msOf(event) >= start - spanMs);
      const errors = (list) => list.filter((event) => ERROR_LEVELS.has(event.level));
      const steps = 30;
      const trend = Array.from({ length: steps }, (_, i) => ({
        time: new Date(start + (i * spanMs) / steps).toISOString(),
        total: 0,
        errors: 0,
      }));
      for (const event of current) {
        const step = trend[Math.min(steps - 1, Math.floor(((msOf(event) - start) / spanMs) * steps))];
        step.total++;
        if (ERROR_LEVELS.has(event.level)) step.errors++;
      }
      return {
        range,
        start_time: new Date(start).toISOString(),
        end_time: new Date(nowMs).toISOString(),
        total: current.length,
        errors: errors(current).length,
        previous: { total: before.length, errors: errors(before).length },
        by_level: Object.fromEntries(countBy(current, "level").map((one) => [one.value, one.count])),
        by_service: countBy(current, "service"),
        by_event_type: countBy(current, "event_type"),
        error_trend: trend,
        as_of_seq: asOf(),
      };
    },
    histogram(request, nowMs) {
      const found = select(request, nowMs);
      const start = request.start_time
        ? parseTime(request.start_time, nowMs)
        : msOf(found[0] ?? { timestamp: new Date(nowMs).toISOString() });
      const end = request.end_time ? parseTime(request.end_time, nowMs) : nowMs;
      const wanted = (end - start) / Number(request.buckets ?? 60);
      const interval =
        [
          100, 250, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 108e5, 216e5, 432e5,
          864e5,
        ].find((step) => step >= wanted) ?? 864e5;
      const first = Math.floor(start / interval) * interval;
      const buckets = [];
      for (let at = first; at < end; at += interval) buckets.push({ time: new Date(at).toISOString(), counts: {} });
      for (const event of found) {
        const counts = buckets[Math.floor((msOf(event) - first) / interval)]?.counts;
        if (counts) counts[event.level] = (counts[event.level] ?? 0) + 1;
      }
      return {
        start_time: new Date(start).toISOString(),
        end_time: new Date(end).toISOString(),
        interval_ms: interval,
        buckets,
        total: found.length,
        as_of_seq: asOf(),
      };
    },
    facets(request, nowMs) {
      const found = select(request, nowMs);
      const limit = Number(request.limit ?? 20);
      const facets = (request.fields ?? "level").split(",").map((field) => {
        const values = countBy(found, field);
        const sum = values.reduce((total, one) => total + one.count, 0);
        const listed = values.slice(0, limit);
        return {
          field,
          values: listed,
          other: sum - listed.reduce((total, one) => total + one.count, 0),
          missing: found.length - sum,
        };
      });
      return { facets, as_of_seq: asOf() };
    },
  };
}
