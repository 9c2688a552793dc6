import type { Reconciliation } from "@daybook/analytics";
import { expect, test } from "vitest";
import { shownReconciliation } from "./shown-views.ts";

test("a difference shows the side that has the row, and null for the one that has not", () => {
  const result = {
    is_equal: false,
    matched: { exchange_id: 2, order: 1 },
    differences: [
      {
        name: "missing_in_log",
        kind: "fill",
        time: "2024-01-01T00:00:00.000000Z",
        symbol: "BTCUSDT",
        logged_refs: [],
        statement_refs: ["line 3"],
        logged: null,
        statement: "1",
        difference: null,
      },
    ],
    differences_left_out: 0,
    totals: [],
    unread: [],
  };
  const shown = shownReconciliation(result as never as Reconciliation & { unread: [] });
  expect(shown.matched).toBe(3);
  expect(shown.differences).toEqual([
    {
      problem: "missing_in_log",
      logged: null,
      statement: { kind: "fill", time: "2024-01-01T00:00:00.000000Z", symbol: "BTCUSDT", value: "1", refs: ["line 3"] },
      difference: null,
    },
  ]);
});
