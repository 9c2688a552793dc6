import type { JsonObject } from "@daybook/protocol";
import type { Reconciliation } from "./trading-replies.ts";

/** What a difference means, and on which side something is wrong. */
const PROBLEM_TEXT: Readonly<Record<string, string>> = {
  missing_in_log: "In the statement, not in the log",
  missing_in_statement: "In the log, not in the statement",
  quantity_differs: "The quantity differs",
  price_differs: "The price differs",
  fee_differs: "The fee differs",
  amount_differs: "The amount differs",
  duplicate_in_log: "Twice in the log",
  duplicate_in_statement: "Twice in the statement",
};

export function problemText(problem: string): string {
  return Object.hasOwn(PROBLEM_TEXT, problem) ? (PROBLEM_TEXT[problem] ?? problem) : problem.replaceAll("_", " ");
}

/** Fields that are told apart, in the order in which a trader reads them. */
const FIRST = ["time", "timestamp", "kind", "symbol", "side", "quantity", "price", "fees", "amount", "value"];
const HIDDEN = new Set(["event_id", "event_ids", "ref", "id"]);

/** `12:30 BTC/USDT buy 0.5 @ …`: one side of a difference; undefined when that side has none. */
export function sideText(side: JsonObject | null): string | undefined {
  if (side === null) return undefined;
  const names = [...FIRST.filter((name) => name in side), ...Object.keys(side).filter((name) => !FIRST.includes(name))];
  const parts = names.flatMap((name) => {
    const value = side[name];
    const isPlain = typeof value === "string" || typeof value === "number";
    if (!isPlain || value === "" || HIDDEN.has(name)) return [];
    const isNamed = ["price", "fees", "amount", "order_id", "trade_id"].includes(name);
    if (name === "time" || name === "timestamp") return [String(value).slice(0, 19).replace("T", " ")];
    return [isNamed ? `${name.replaceAll("_", " ")} ${value}` : String(value)];
  });
  return parts.join(" · ");
}

/** The logged line's number and time, where the server names them. */
export function lineOfSide(side: JsonObject | null): { id: string; timestamp: string } | undefined {
  const refs = side?.["refs"];
  const id = side?.["event_id"] ?? side?.["id"] ?? (Array.isArray(refs) ? refs[0] : undefined);
  const time = side?.["timestamp"] ?? side?.["time"];
  return typeof id === "string" && id !== "" ? { id, timestamp: typeof time === "string" ? time : "" } : undefined;
}

/** How often each problem was found, the most frequent first. */
export function problemCounts(differences: Reconciliation["differences"]): { problem: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { problem } of differences) {
    counts.set(problem, (counts.get(problem) ?? 0) + 1);
  }
  return [...counts].map(([problem, count]) => ({ problem, count })).sort((a, b) => b.count - a.count);
}
