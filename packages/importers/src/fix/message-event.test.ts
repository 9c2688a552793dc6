import { expect, test } from "vitest";
import { fixMessage } from "../test-support/fix-messages.ts";
import { splitFixMessage } from "./fix-message.ts";
import { messageEvent, timeIn } from "./message-event.ts";

function eventOf(fields: Record<string, string>, version?: string) {
  const message = splitFixMessage(Buffer.from(fixMessage(fields, version), "latin1"));
  if (message === undefined) throw new Error("no message");
  return messageEvent(message);
}

const ORDER = { "11": "o1", "55": "BTCUSD", "54": "1", "38": "10", "44": "99.50", "37": "x1", "17": "e1" };
const report = (fields: Record<string, string>) => ({ "35": "8", ...ORDER, ...fields });

test("an order is placed, replaced, and asked to be cancelled", () => {
  expect(eventOf({ "35": "D", ...ORDER, "40": "2" })).toMatchObject({
    level: "INFO",
    event_type: "order_placed",
    logger: "fix",
    symbol: "BTCUSD",
    side: "buy",
    order_id: "o1",
    quantity: "10",
    price: "99.50",
    data: { msg_type: "D", order_type: "limit", checksum_ok: true, body_length_ok: true },
  });
  expect(eventOf({ "35": "G", ...ORDER, "41": "o0" })).toMatchObject({
    event_type: "order_placed",
    data: { replaces: "o0", orig_order_id: "o0" },
  });
  expect(eventOf({ "35": "F", ...ORDER, "41": "o0", "54": "5" })).toMatchObject({
    event_type: "order_cancel_requested",
    side: "sell_short",
  });
});

test.each([
  ["4.2 new", { "150": "0", "39": "0", "20": "0" }, "order_accepted"],
  ["4.1 report of a fill that filled nothing", { "150": "2", "39": "0", "20": "0", "32": "0" }, "order_accepted"],
  ["4.2 partial", { "150": "1", "39": "1", "32": "4", "31": "99.4", "151": "6" }, "order_partially_filled"],
  ["4.2 full", { "150": "2", "39": "2", "32": "6", "31": "99.4", "151": "0" }, "order_filled"],
  ["4.0 without a kind", { "39": "2", "32": "6", "31": "99.4" }, "order_filled"],
  ["4.4 trade, part", { "150": "F", "39": "1", "32": "4", "31": "99.4", "151": "6" }, "order_partially_filled"],
  ["4.4 trade, whole", { "150": "F", "39": "2", "32": "6", "31": "99.4", "151": "0" }, "order_filled"],
  [
    "4.4 trade while a cancel is pending",
    { "150": "F", "39": "6", "32": "4", "31": "1", "151": "6" },
    "order_partially_filled",
  ],
  ["canceled", { "150": "4", "39": "4" }, "order_cancelled"],
  ["rejected", { "150": "8", "39": "8", "103": "1" }, "order_rejected"],
  ["expired", { "150": "C", "39": "C" }, "order_status"],
  ["replaced", { "150": "5", "39": "0" }, "order_status"],
  ["asked for", { "150": "I", "39": "2", "32": "6" }, "order_status"],
  ["4.2 asked for", { "150": "2", "39": "2", "20": "3", "32": "6" }, "order_status"],
  ["taken back", { "150": "H", "39": "1", "32": "6" }, "order_status"],
  ["4.2 taken back", { "150": "2", "39": "1", "20": "1", "32": "6" }, "order_status"],
])("execution report: %s", (_name, fields, expected) => {
  expect(eventOf(report(fields)).event_type).toBe(expected);
});

test("a fill has its own quantity, price, id and commission; the order's are in data", () => {
  const fields = report({
    "150": "F",
    "39": "1",
    "32": "4",
    "31": "99.40",
    "12": "0.10",
    "14": "4",
    "151": "6",
    "6": "99.4",
  });
  expect(eventOf(fields)).toMatchObject({
    quantity: "4",
    price: "99.40",
    trade_id: "e1",
    fees: "0.10",
    data: {
      order_quantity: "10",
      order_price: "99.50",
      cum_qty: "4",
      leaves_qty: "6",
      avg_price: "99.4",
      exec_type: "trade",
      order_status: "partially_filled",
      exchange_order_id: "x1",
    },
  });
  expect(eventOf({ ...fields, "13": "2" }).fees).toBeUndefined();
});

test("reasons are kept, and what was refused is a warning or an error", () => {
  expect(eventOf(report({ "150": "8", "39": "8", "103": "3" }))).toMatchObject({
    level: "WARNING",
    data: { reason: "order exceeds limit", reason_code: "3" },
  });
  expect(eventOf(report({ "150": "8", "39": "8", "103": "99", "58": "no margin" })).data).toMatchObject({
    reason: "no margin",
  });
  expect(eventOf({ "35": "9", "11": "c1", "41": "o1", "102": "1" })).toMatchObject({
    event_type: "order_cancel_rejected",
    level: "WARNING",
  });
  expect(eventOf({ "35": "3", "45": "6", "58": "Unsupported" })).toMatchObject({
    event_type: "fix_reject",
    level: "ERROR",
    data: { reason: "Unsupported", ref_seq_num: 6 },
  });
});

test.each([
  ["0", "fix_heartbeat"],
  ["1", "fix_test_request"],
  ["2", "fix_resend_request"],
  ["4", "fix_sequence_reset"],
  ["5", "fix_logout"],
  ["A", "fix_logon"],
  ["AE", "fix_message"],
])("message %s is %s", (type, expected) => {
  expect(eventOf({ "35": type }, "FIXT.1.1").event_type).toBe(expected);
});

test("a message with a wrong sum is a warning", () => {
  const bytes = Buffer.from(fixMessage({ "35": "D", ...ORDER }).replace("99.50", "99.60"), "latin1");
  const message = splitFixMessage(bytes);
  expect(message && messageEvent(message)).toMatchObject({
    level: "WARNING",
    event_type: "order_placed",
    data: { checksum_ok: false, body_length_ok: true },
  });
});

test.each([
  ["20180223-19:14:25.171", "2018-02-23T19:14:25.171000Z"],
  ["20180223-19:14:25", "2018-02-23T19:14:25.000000Z"],
  ["20180223-19:14:25.123456789", "2018-02-23T19:14:25.123456Z"],
  ["20180231-19:14:25", undefined],
  ["now", undefined],
  [undefined, undefined],
])("time %s is %s", (text, expected) => {
  expect(timeIn(text)).toBe(expected);
});
