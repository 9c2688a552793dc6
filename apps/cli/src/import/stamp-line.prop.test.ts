import fc from "fast-check";
import { expect, test } from "vitest";
import { stampLine, type DefaultMember } from "./stamp-line.ts";

const STAMP = { producer: "file:ab", number: 7 };

function stamp(text: string, defaults: readonly DefaultMember[] = []): string {
  return stampLine(Buffer.from(text), STAMP, defaults).toString();
}

test("the line's own text is not touched", () => {
  expect(stamp('{"price":1.50, "n":123456789012345678901234567890 }')).toBe(
    '{"price":1.50, "n":123456789012345678901234567890 ,"producer":"file:ab","producer_seq":7}',
  );
  expect(stamp(" { } ")).toBe('{ "producer":"file:ab","producer_seq":7}');
});

test.each(["[1]", "text", "{", "}", '{"a":1', '{"a":1} x', ""])("%j is no object and stays as it is", (text) => {
  expect(stamp(text)).toBe(text);
});

test.each([
  ['{"producer":"kafka","a":1}', { original_producer: "kafka", a: 1 }],
  ['{"a":1,"producer_seq":5}', { a: 1, original_producer_seq: 5 }],
  ['{"producer":null,"producer_seq":5}', { original_producer: null, original_producer_seq: 5 }],
  ['{"producer":"bot-1","producer_seq":5,"a":1}', { original_producer: "bot-1", original_producer_seq: 5, a: 1 }],
  ['{"data":{"producer":"inner","producer_seq":1}}', { data: { producer: "inner", producer_seq: 1 } }],
  ['{"message":"the \\"producer\\": x"}', { message: 'the "producer": x' }],
])("a stamp of its own is moved aside: %s", (text, rest) => {
  expect(JSON.parse(stamp(text))).toEqual({ ...rest, producer: "file:ab", producer_seq: 7 });
});

test("defaults fill what is absent, at the top only", () => {
  const defaults = [
    { name: "service", json: '"bot"' },
    { name: "level", json: '"INFO"' },
  ];
  expect(JSON.parse(stamp('{"level":"ERROR","data":{"service":"inner"}}', defaults))).toEqual({
    level: "ERROR",
    data: { service: "inner" },
    service: "bot",
    producer: "file:ab",
    producer_seq: 7,
  });
});

const member = fc.tuple(
  fc.oneof(fc.constantFrom("producer", "producer_seq", "service", "a"), fc.string()),
  fc.jsonValue(),
);
const space = fc.constantFrom("", " ", "\t ");

test("valid objects stay valid with the same members; invalid text stays invalid", () => {
  fc.assert(
    fc.property(
      fc.array(member, { maxLength: 5 }),
      space,
      fc.nat(40),
      fc.option(fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "x")),
      (members, pad, at, hole) => {
        const inner = members
          .map(([key, value]) => `${pad}${JSON.stringify(key)}${pad}:${pad}${JSON.stringify(value)}`)
          .join(`${pad},`);
        const whole = `${pad}{${inner}${pad}}${pad}`;
        const text = hole === null ? whole : whole.slice(0, at) + hole + whole.slice(at);
        const before = parse(text);
        for (const defaults of [[], [{ name: "service", json: '"x"' }]]) {
          const after = parse(stamp(text, defaults));
          if (!isObject(before)) expect(after).toEqual(before);
          else expect(Object.values(after as object)).toEqual(expect.arrayContaining(Object.values(before)));
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return "not JSON";
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
