import { describe, expect, it } from "vitest";
import { DaybookError } from "./daybook-error.ts";
import { parseJson } from "./json.ts";

function failure(text: string): DaybookError {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof DaybookError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text.slice(0, 60)}`);
}

describe("parseJson", () => {
  it.each([
    ["12345678901234567890", "12345678901234567890"],
    [
      "115792089237316195423570985008687907853269984665640564039457584007913129639935",
      "115792089237316195423570985008687907853269984665640564039457584007913129639935",
    ],
    ["-9007199254740993", "-9007199254740993"],
    ["1e400", "1e400"],
    ["-1E-400", "-1E-400"],
    ["0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"],
    ["9007199254740992", 9007199254740992],
    ["10.37344398340249", 10.37344398340249],
    ["9.64e-05", 9.64e-5],
    ["573.0", 573],
    ["1000000000000000000000000000000", 1e30],
    ["5e-324", 5e-324],
    ["1e100", 1e100],
  ])("keeps %s", (text, expected) => {
    expect(parseJson(text)).toBe(expected);
    expect(parseJson(`{"a":[1, ${text} ],"b":{"c":${text}}}`)).toEqual({ a: [1, expected], b: { c: expected } });
  });

  it("leaves look-alikes inside strings alone", () => {
    const text = '{"a":"x:12345678901234567890, \\":1e999,\\\\","b":12345678901234567890,"c:1e400":"\\\\\\""}';
    expect(parseJson(text)).toEqual({
      a: 'x:12345678901234567890, ":1e999,\\',
      b: "12345678901234567890",
      "c:1e400": '\\"',
    });
  });

  it.each([
    "{12345678901234567890:1}",
    "{12345678901234567890 : 1}",
    "[012345678901234567890]",
    "[12345678901234567890.]",
    "[1e400e1]",
    "[--12345678901234567890]",
    "[+12345678901234567890]",
    "[12345678901234567890n]",
    '["a"12345678901234567890]',
    "[1e400,]",
    '{"a":1e400',
    '"12345678901234567890',
    "",
    "NaN",
    "{'a':1}",
    "[1,2",
  ])("refuses %s", (text) => {
    expect(failure(text).code).toBe("DAYBOOK_INGEST_INVALID_JSON");
  });

  it.each([
    ['{"a":1,}', 7],
    ['{"a":', 5],
    ["", 0],
    ["  ", 2],
    ['{"big":12345678901234567890,"b":tru}', 35],
    ['{"a":"x\ty"}', 7],
    ['{"a":"\\x"}', 6],
    ['{"a":"\\u12g4"}', 6],
    ["[01]", 2],
    ["[1,]", 3],
    ["[]]", 2],
    ["{}{}", 2],
    ["[1}", 2],
    ['{"a" 1}', 5],
    ["{a:1}", 1],
    ['{"a":1 "b":2}', 7],
    ['"abc', 4],
    ["-", 0],
    ["1.", 1],
  ])("tells the position of the fault in %s", (text, position) => {
    expect(failure(text).extra).toEqual({ position });
    expect(failure(text).message).toMatch(new RegExp(`at position ${position}$`));
  });

  it("makes __proto__ an own key and touches no prototype", () => {
    const value = parseJson('{"__proto__":{"admin":true},"n":12345678901234567890,"constructor":1}') as object;
    expect(Object.keys(value)).toEqual(["__proto__", "n", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect("admin" in {}).toBe(false);
    const repaired = parseJson('{"__proto__":"\\ud800","\\udfffk":1,"k2":["\\ud800"]}') as object;
    expect(JSON.stringify(repaired)).toBe('{"__proto__":"\ufffd","\ufffdk":1,"k2":["\ufffd"]}');
    expect(Object.getPrototypeOf(repaired)).toBe(Object.prototype);
  });

  it("lets the last of duplicate keys win", () => {
    expect(parseJson('{"a":1,"a":2,"a":12345678901234567890}')).toEqual({ a: "12345678901234567890" });
  });

  it("keeps NUL and whole surrogate pairs, and mends lone surrogates", () => {
    expect(parseJson('"a\\u0000b"')).toBe("a\u0000b");
    expect(parseJson('"\\ud83d\\ude00"')).toBe("😀");
    expect(parseJson('"\\ud83d x"')).toBe("\ufffd x");
    expect(parseJson('["\ud83d"]')).toEqual(["\ufffd"]);
  });

  it("reads megabytes in linear time, strings and numbers alike", () => {
    const long = `"${'\\"'.repeat(2_000_000)}"`;
    expect((parseJson(`[${long},12345678901234567890]`) as string[])[0]).toHaveLength(2_000_000);
    const slashes = `"${"\\\\".repeat(2_000_000)}"`;
    expect((parseJson(`[${slashes},12345678901234567890]`) as string[])[0]).toHaveLength(2_000_000);
    const digits = `1${"0".repeat(5_000_000)}1`;
    expect(parseJson(`[${digits}]`)).toEqual([digits]);
    expect(parseJson(`[${"1e400,".repeat(200_000)}0]`)).toHaveLength(200_001);
  });

  it("parses what is nested a hundred thousand deep", () => {
    const depth = 100_000;
    const text = `${"[".repeat(depth)}"\\ud800",1e400${"]".repeat(depth)}`;
    let value = parseJson(text);
    for (let level = 1; level < depth; level++) value = (value as never[])[0] as never;
    expect(value).toEqual(["\ufffd", "1e400"]);
  });
});

describe("money", () => {
  it("keeps the spelling of the outermost object's money fields", () => {
    expect(parseJson('{"quantity":573.0,"price" : 9.64e-05,"pnl":-1.50,"fees":2}')).toEqual({
      quantity: "573.0",
      price: "9.64e-05",
      pnl: "-1.50",
      fees: 2,
    });
  });

  it("leaves other fields, nested ones and texts alone", () => {
    const text = '{"stake":573.0,"data":{"price":1.0},"list":[{"price":1.0}],"message":"\\"price\\":1.0","price":1.5}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
    expect(parseJson('{"message":"price","n":1.0}')).toEqual({ message: "price", n: 1 });
  });

  it("finds them however the text is spaced, and in a line that has lists", () => {
    const spaced = [
      '{"price":1.0}',
      '{"price": 1.0}',
      '{ "price" : 1.0 }',
      '{"price":\n1.0}',
      '{"a":[],"price":1.0}',
      '{"price":1.0,"a":"["}',
    ];
    expect(spaced.map((text) => (parseJson(text) as { price: unknown }).price)).toEqual(spaced.map(() => "1.0"));
    for (const key of ["quantity", "execution_price", "pnl", "fees"])
      expect(parseJson(`{"${key}":0.0000001}`)).toEqual({ [key]: "0.0000001" });
    expect(parseJson('{"my_price":1.0,"prices":1.0,"fee":1.0,"x":1e5}')).toEqual({
      my_price: 1,
      prices: 1,
      fee: 1,
      x: 1e5,
    });
    expect(parseJson('{"price":[1.0],"fees":{"a":1.0},"pnl":2.0}')).toEqual({ price: [1], fees: { a: 1 }, pnl: "2.0" });
  });

  it("makes nothing valid that is not", () => {
    for (const text of ['{"price":1.0.0}', '{"price":01.0}', '{"price":1.0', '{"price":1.0:2}']) {
      expect(() => parseJson(text), text).toThrow(/position/);
    }
  });
});
