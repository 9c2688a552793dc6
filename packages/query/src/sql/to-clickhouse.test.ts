import { expect, test } from "vitest";
import { parseQuery, toClickHouse } from "../index.ts";
import { NOW } from "../test-support/finds.ts";

const sql = (text: string) => toClickHouse(parseQuery(text, { now: () => NOW }));

test("nothing that was typed is in the SQL", () => {
  const hostile = "x'); DROP TABLE events; --";
  for (const text of [
    `"${hostile}"`,
    `service:"${hostile}"`,
    `message:*x\\'\\)\\;\\ DROP*`,
    "message:/x'\\); DROP/",
    `data.x\\'\\)\\;DROP:1`,
    `endpoint:"${hostile}"`,
    `"${hostile}"*`,
  ]) {
    const { where, params } = sql(text);
    expect(where).not.toContain("DROP");
    expect(where).not.toContain("drop");
    expect(JSON.stringify(params).toLowerCase()).toContain("drop");
  }
});

test("every placeholder has a value, and equal values share one", () => {
  const { where, params } = sql("service:a order_id:a price:>5 message:*b* level:>=INFO timestamp:>=now-1h");
  const names = [...where.matchAll(/\{(p\d+):/g)].map((match) => match[1]);
  expect(new Set(names)).toEqual(new Set(Object.keys(params)));
  expect(Object.values(params).filter((value) => value === "a")).toHaveLength(1);
});

test("conditions that the primary key and the indexes answer leave their columns as they are", () => {
  expect(sql("order_id:ord_1").where).toBe("order_id = {p0:String}");
  expect(sql("level:>=WARNING").where).toBe("level_rank >= {p0:Int64}");
  expect(sql("timestamp:>=now-1h")).toEqual({
    where: "timestamp >= {p0:DateTime64(6,'UTC')}",
    params: { p0: "2024-01-15 11:00:00.000000" },
  });
  expect(sql("order_id:ord_1*").where).toBe("startsWith(order_id, {p0:String})");
  expect(sql("seq:[5 TO 9.5}").params).toEqual({ p0: "5", p1: "9" });
  expect(sql("").where).toBe("1");
});

test("values that a JavaScript number could not hold travel as text", () => {
  const { params } = sql(
    "seq:>9223372036854775807 quantity:>=115792089237316195423570985008687907853269984665640564039457",
  );
  for (const value of Object.values(params))
    expect(typeof value === "number" && !Number.isSafeInteger(value)).toBe(false);
});
