import { LEDGER_EVENT_TYPES } from "@daybook/analytics";
import type { Period } from "@daybook/analytics";

/** SQL over the table of logs, with its parameters. */
export interface ReportCondition {
  where: string;
  params: Record<string, unknown>;
}

/**
 * What trades and equity are made of: everything from the beginning up to the end of the period, since what was open and what
 * the balance was comes from before. Prices only within it: they are many, and only positions of the period are followed.
 */
export function tradingCondition({ start, end }: Period): ReportCondition {
  const parts = ["event_type IN {trading:Array(String)}"];
  const params: Record<string, unknown> = { trading: LEDGER_EVENT_TYPES };
  if (start !== null) {
    parts.push("(event_type != 'price' OR timestamp >= {from:DateTime64(6,'UTC')})");
    params["from"] = sqlTime(start);
  }
  if (end !== null) {
    parts.push("timestamp < {to:DateTime64(6,'UTC')}");
    params["to"] = sqlTime(end);
  }
  return { where: parts.join(" AND "), params };
}

/** Events of some types within the period; `orErrors`: and every event of level ERROR and above. */
export function typesCondition(period: Period, types: readonly string[], orErrors = false): ReportCondition {
  const { where, params } = periodCondition(period);
  const wanted = `event_type IN {types:Array(String)}${orErrors ? " OR level_rank >= 40" : ""}`;
  return { where: `(${wanted}) AND ${where}`, params: { ...params, types } };
}

export function periodCondition({ start, end }: Period): ReportCondition {
  const parts = ["1"];
  const params: Record<string, unknown> = {};
  if (start !== null) {
    parts.push("timestamp >= {from:DateTime64(6,'UTC')}");
    params["from"] = sqlTime(start);
  }
  if (end !== null) {
    parts.push("timestamp < {to:DateTime64(6,'UTC')}");
    params["to"] = sqlTime(end);
  }
  return { where: parts.join(" AND "), params };
}

function sqlTime(canonical: string): string {
  return canonical.replace("T", " ").replace("Z", "");
}
