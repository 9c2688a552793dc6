import { parseTimestamp, type JsonValue } from "@daybook/protocol";
import { amountOf, isPositive } from "../exact.ts";
import { present, type ImportedEvent } from "../imported-row.ts";
import type { FixMessage } from "./fix-message.ts";
import { EXEC_TYPES, ORDER_REJECT_REASONS, ORDER_STATUS, ORDER_TYPES, SESSION_EVENTS, SIDES } from "./fix-names.ts";

type Fields = FixMessage["fields"];

/** The event of one message, without its time. Repeating groups are not interpreted: of each tag the first value counts. */
export function messageEvent(message: FixMessage): Omit<ImportedEvent, "timestamp" | "service"> {
  const { fields } = message;
  const type = fields.get("35") ?? "";
  const kind = kindOf(fields, type);
  const isWarning = !message.checksumOk || !message.bodyLengthOk || kind.isWarning === true;
  return {
    level: kind.isError === true ? "ERROR" : isWarning ? "WARNING" : "INFO",
    event_type: kind.event,
    message: message.text,
    logger: "fix",
    ...present({
      symbol: fields.get("55"),
      side: sideOf(fields),
      order_id: fields.get("11"),
      currency: fields.get("15"),
    }),
    ...amounts(fields, kind.amounts),
    data: { ...dataOf(message, type), ...kind.data },
  };
}

interface Kind {
  event: string;
  /** Which of the amounts are the event's own: those of the order or those of its last execution. */
  amounts?: "order" | "fill";
  data?: Record<string, JsonValue>;
  isWarning?: boolean;
  isError?: boolean;
}

function kindOf(fields: Fields, type: string): Kind {
  switch (type) {
    case "D":
      return { event: "order_placed", amounts: "order" };
    case "G":
      return { event: "order_placed", amounts: "order", data: present({ replaces: fields.get("41") }) };
    case "F":
      return { event: "order_cancel_requested", amounts: "order" };
    case "8":
      return executionKind(fields);
    case "9":
      return { event: "order_cancel_rejected", data: reasonOf(fields, "102"), isWarning: true };
    case "3":
    case "j":
      return { event: SESSION_EVENTS[type] ?? "fix_reject", data: reasonOf(fields, "373"), isError: true };
    default:
      return { event: SESSION_EVENTS[type] ?? "fix_message" };
  }
}

/**
 * What an ExecutionReport tells. The order's state (39) decides, and the kind of report (150) where the state alone says less: since
 * FIX 4.3 a fill is `F`, before it was `1` or `2`; a fill has a quantity (32). Up to 4.2 tag 20 takes executions back.
 */
function executionKind(fields: Fields): Kind {
  const execType = fields.get("150");
  const status = fields.get("39");
  const transaction = fields.get("20");
  if (transaction === "1" || execType === "H")
    return { event: "order_status", data: { taken_back: true }, isWarning: true };
  if (transaction === "2" || execType === "G")
    return { event: "order_status", data: { corrected: true }, isWarning: true };
  if (transaction === "3" || execType === "I") return { event: "order_status" };
  if (status === "8" || execType === "8")
    return { event: "order_rejected", amounts: "order", data: reasonOf(fields, "103"), isWarning: true };
  const isFillReport = execType === undefined || execType === "F" || execType === "1" || execType === "2";
  if (isFillReport && isPositive(amountOf(fields.get("32"))))
    return { event: isLastFill(fields, status) ? "order_filled" : "order_partially_filled", amounts: "fill" };
  if (status === "4" || execType === "4") return { event: "order_cancelled", data: reasonOf(fields) };
  if (status === "0" && execType !== "5" && execType !== "D") return { event: "order_accepted", amounts: "order" };
  return { event: "order_status" };
}

/** An order that is being cancelled can be filled to its end too: then its state does not say so, its rest does. */
function isLastFill(fields: Fields, status: string | undefined): boolean {
  if (status === "2") return true;
  if (status === "1") return false;
  const leaves = amountOf(fields.get("151"));
  return leaves !== undefined && !isPositive(leaves);
}

function amounts(
  fields: Fields,
  which: Kind["amounts"],
): Pick<ImportedEvent, "price" | "quantity" | "trade_id" | "fees"> {
  if (which === "fill") {
    return present({
      quantity: amountOf(fields.get("32")),
      price: amountOf(fields.get("31")),
      trade_id: fields.get("17"),
      // Per unit and percent need what is not in the message; the absolute one is the usual.
      fees: fields.get("13") === undefined || fields.get("13") === "3" ? amountOf(fields.get("12")) : undefined,
    });
  }
  return which === "order" ? present({ quantity: amountOf(fields.get("38")), price: amountOf(fields.get("44")) }) : {};
}

function sideOf(fields: Fields): string | undefined {
  const side = fields.get("54");
  return side === undefined ? undefined : (SIDES[side] ?? side);
}

function reasonOf(fields: Fields, reasonTag?: string): Record<string, JsonValue> {
  const code = reasonTag === undefined ? undefined : fields.get(reasonTag);
  const name = reasonTag === "103" && code !== undefined ? ORDER_REJECT_REASONS[code] : undefined;
  return present({ reason: fields.get("58") ?? name ?? code, reason_code: code });
}

function dataOf(message: FixMessage, type: string): Record<string, JsonValue> {
  const { fields } = message;
  const named = (names: Readonly<Record<string, string>>, tag: string): string | undefined => {
    const value = fields.get(tag);
    return value === undefined ? undefined : (names[value] ?? value);
  };
  return {
    ...present({
      msg_type: type,
      seq_num: integerOr(fields.get("34")),
      sender: fields.get("49"),
      target: fields.get("56"),
      begin_string: fields.get("8"),
      sending_time: timeIn(fields.get("52")),
      transact_time: timeIn(fields.get("60")),
      poss_dup: fields.get("43") === "Y" ? true : undefined,
      exchange_order_id: fields.get("37"),
      orig_order_id: fields.get("41"),
      exec_id: fields.get("17"),
      exec_type: named(EXEC_TYPES, "150"),
      order_status: named(ORDER_STATUS, "39"),
      order_type: named(ORDER_TYPES, "40"),
      order_quantity: fields.get("38"),
      order_price: fields.get("44"),
      stop_price: fields.get("99"),
      cum_qty: fields.get("14"),
      leaves_qty: fields.get("151"),
      avg_price: fields.get("6"),
      last_qty: fields.get("32"),
      last_price: fields.get("31"),
      commission: fields.get("12"),
      commission_type: fields.get("13"),
      account: fields.get("1"),
      text: fields.get("58"),
      ref_seq_num: integerOr(fields.get("45")),
      new_seq_num: integerOr(fields.get("36")),
    }),
    checksum_ok: message.checksumOk,
    body_length_ok: message.bodyLengthOk,
  };
}

function integerOr(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

const FIX_TIME = /(?<!\d)(\d{4})(\d\d)(\d\d)-(\d\d:\d\d:\d\d(?:\.\d{1,12})?)/;

/** `20180223-19:14:25.171`, UTC; picoseconds are cut to microseconds. */
export function timeIn(text: string | undefined): string | undefined {
  const [, year, month, day, time] = FIX_TIME.exec(text ?? "") ?? [];
  return year === undefined ? undefined : parseTimestamp(`${year}-${month}-${day}T${time}Z`);
}
