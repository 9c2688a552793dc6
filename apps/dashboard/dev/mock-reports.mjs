import { NoTrade, parseReportRequest, reconcile, ReportBuilder, tradeJournal } from "@daybook/analytics";

/** Reports over the mock's own trade events, made by the analysis package as the server makes them. */

/** A refused setting, which the server answers with 400. */
export class ReportRequestError extends Error {}

const listOf = (parameters, name) => (parameters.has(name) ? parameters.getAll(name) : undefined);
const NAMES = [
  "timeframe",
  "start",
  "end",
  "currency",
  "time_zone",
  "close",
  "periods_per_year",
  "risk_free",
  "source",
  "matching",
  "round_trips",
  "compat",
  "starting_equity",
  "max_trades",
];

function parse(parameters) {
  const texts = Object.fromEntries(NAMES.map((name) => [name, parameters.get(name) ?? undefined]));
  const request = { ...texts, symbol: listOf(parameters, "symbol"), strategy: listOf(parameters, "strategy") };
  try {
    return parseReportRequest(request, Date.now());
  } catch (error) {
    throw new ReportRequestError(error.message, { cause: error });
  }
}

function performance(events, parameters) {
  const { options } = parse(parameters);
  const builder = new ReportBuilder(options);
  for (const event of events) builder.add(event);
  return builder.finish();
}

function inside(parameters) {
  const { start, end } = parse(parameters).options.period;
  return ({ timestamp }) => (start === null || timestamp >= start) && (end === null || timestamp < end);
}

function noTrade(events, parameters) {
  const counter = new NoTrade();
  const isInside = inside(parameters);
  for (const event of events) if (isInside(event)) counter.add(event);
  const { signals, traded, not_traded, by_reason, rows, left_out } = counter.finish();
  return {
    signals,
    became_orders: traded,
    not_traded,
    by_reason: by_reason.map(({ reason, count }) => ({ reason, count })),
    list: rows.map(({ signal_id: event_id, ...row }) => ({
      timestamp: row.timestamp,
      event_id,
      symbol: row.symbol || null,
      strategy: row.strategy || null,
      side: events.find(({ id }) => id === event_id)?.side ?? null,
      reason: row.reason,
      detail: row.detail || null,
      reason_event_id: row.reason_event_id || null,
    })),
    left_out: left_out.rows,
  };
}

function trade(events, id) {
  const all = performance(events, new URLSearchParams({ max_trades: "100000" }));
  const found = all.trade_list.find((one) => one.id === id) ?? null;
  if (found === null && !events.some(({ trade_id }) => trade_id === id)) return undefined;
  const ids = new Set(found?.event_ids);
  const own = events.filter((event) => event.trade_id === id || ids.has(event.id));
  const { steps, stages } = tradeJournal({ id, ...found }, own);
  return {
    trade: found,
    steps: steps.map(({ latency_from_previous_us: latency_us, ...step }) => ({ ...step, latency_us })),
    stages: Object.entries(stages).map(([name, latency_us]) => ({ name: name.replace(/_us$/, ""), latency_us })),
    events: own,
  };
}

/** Lines of `time,symbol,side,quantity,price,fees,order_id`. */
function reconciliation(events, parameters, csv) {
  const isInside = inside(parameters);
  const unread = [];
  const statement = csv.split(/\r?\n/).flatMap((line, at) => {
    if (at === 0 || line.trim() === "") return [];
    const [time, symbol, side, quantity, price, fees, order_id] = line.split(",");
    const isRead = !Number.isNaN(Date.parse(time)) && Number(quantity) > 0;
    if (!isRead) unread.push({ line: at + 1, reason: "the line has no time and quantity" });
    return isRead ? [{ kind: "fill", time, symbol, side, quantity, price, fees, order_id }] : [];
  });
  const logged = events
    .filter((event) => event.event_type === "order_filled" && isInside(event))
    .map(({ timestamp: time, symbol, side, quantity, price, fees, order_id, id: ref }) => {
      return { kind: "fill", time, symbol, side, quantity, price, fees, order_id, ref };
    });
  const { matched, differences, totals } = reconcile(logged, statement);
  return {
    matched: Object.values(matched).reduce((sum, count) => sum + count, 0),
    differences: differences.map(({ name, time, symbol, difference, ...sides }) => ({
      problem: name,
      logged:
        sides.logged_refs.length > 0 ? { time, symbol, value: sides.logged, event_id: sides.logged_refs[0] } : null,
      statement: sides.statement_refs.length > 0 || sides.statement ? { time, symbol, value: sides.statement } : null,
      difference,
    })),
    totals: Object.fromEntries(totals.map((one) => [`${one.symbol} ${one.side}`, one])),
    unread,
  };
}

export function createMockReports(events) {
  return {
    performance: (parameters) => performance(events, parameters),
    noTrade: (parameters) => noTrade(events, parameters),
    trade: (id) => trade(events, id),
    reconciliation: (parameters, csv) => reconciliation(events, parameters, csv),
  };
}
