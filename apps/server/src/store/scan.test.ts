import type { TradingEvent } from "@daybook/analytics";
import { DaybookError } from "@daybook/protocol";
import { expect, test } from "vitest";
import { REPORT_PAGE_ROWS } from "./limits.ts";
import { countVolume, scanEvents } from "./scan.ts";
import type { SearchContext } from "./search.ts";

/** A row as the engine gives it: time, number, type, then 21 texts and `data`. */
function row(seq: number, fields: { message?: string; data?: string } = {}): string {
  const texts = new Array<string>(23).fill("");
  texts[0] = "trade_exit";
  texts[5] = fields.message ?? "";
  texts[22] = fields.data ?? "";
  return JSON.stringify([`2024-01-01T00:00:${String(seq % 60).padStart(2, "0")}.000000Z`, seq, ...texts]);
}

function contextOf(answer: (sql: string, params: Record<string, unknown>) => string) {
  const asked: { sql: string; params: Record<string, unknown> }[] = [];
  const client = {
    searchText: (sql: string, params: Record<string, unknown>) => {
      asked.push({ sql, params });
      return Promise.resolve().then(() => answer(sql, params));
    },
    searchRows: (sql: string, params: Record<string, unknown>) => {
      asked.push({ sql, params });
      return Promise.resolve([{ service: "bot", level: "INFO", count: 2 }]);
    },
  };
  const context = { client, searchableSeq: () => 1_000, nowMs: () => 0 } as Partial<
    Record<keyof SearchContext, unknown>
  >;
  return { asked, context: context as SearchContext };
}

async function scanned(context: SearchContext, signal?: AbortSignal): Promise<TradingEvent[]> {
  const events: TradingEvent[] = [];
  await scanEvents(context, { where: "1", params: {} }, (event) => events.push(event), signal);
  return events;
}

test("absent fields are absent, data are read", async () => {
  const { context } = contextOf(() => `${row(1, { message: "hello", data: '{"x":1}' })}\n`);
  expect(await scanned(context)).toEqual([
    { timestamp: "2024-01-01T00:00:01.000000Z", seq: 1, event_type: "trade_exit", message: "hello", data: { x: 1 } },
  ]);
});

test("page after page, each behind the last row of the one before, none newer than the call", async () => {
  const page = Array.from({ length: REPORT_PAGE_ROWS }, (_, at) => row(at + 1)).join("\n");
  let pages = 0;
  const { asked, context } = contextOf(() => (++pages === 1 ? page : row(REPORT_PAGE_ROWS + 1)));
  expect(await scanned(context)).toHaveLength(REPORT_PAGE_ROWS + 1);
  expect(asked).toHaveLength(2);
  expect(asked[0]?.sql).toContain("seq <= {as_of:UInt64}");
  expect(asked[1]?.params).toMatchObject({ as_of: 1_000, after_seq: REPORT_PAGE_ROWS });
  expect(asked[1]?.params["after_time"]).toMatch(/^2024-01-01 00:00:\d\d\.000000$/);
});

test("a page that is too large for one answer is asked for in smaller ones", async () => {
  const { asked, context } = contextOf((sql) => {
    if (Number(/LIMIT (\d+)/.exec(sql)?.[1]) > 1_000) throw new DaybookError("DAYBOOK_STORE_TOO_LARGE", "too large");
    return row(1);
  });
  expect(await scanned(context)).toHaveLength(1);
  expect(asked.map(({ sql }) => /LIMIT (\d+)/.exec(sql)?.[1])).toEqual(["50000", "6250", "781"]);
});

test("other faults, and a caller who has gone, end it", async () => {
  const { context } = contextOf(() => {
    throw new DaybookError("DAYBOOK_STORE_UNAVAILABLE", "away");
  });
  await expect(scanned(context)).rejects.toThrow("away");
  await expect(scanned(context, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
});

test("volume is counted by the engine", async () => {
  const { asked, context } = contextOf(() => "");
  expect(await countVolume(context, { where: "1", params: {} })).toEqual([{ service: "bot", level: "INFO", count: 2 }]);
  expect(asked[0]?.sql).toContain("GROUP BY service, level");
});
