import { EVENT_SCHEMAS, EVENT_TYPES } from "@daybook/protocol";
import { describe, expect, it } from "vitest";
import { compileText, nameAsText } from "./event-text.ts";
import { EVENT_TEXTS } from "./event-texts.ts";
import type { Logger } from "./logger-types.ts";
import { testLogger } from "../test-support/test-logger.ts";
import { camelCase } from "./typed-calls.ts";

describe("event texts", () => {
  it("leave out what is absent", () => {
    const text = compileText("{a}[ of {b}/{c}] end");
    expect(text({ a: 1, b: "x", c: 2n })).toBe("1 of x/2 end");
    expect(text({ b: "x" })).toBe("? end");
    expect(nameAsText("view_saved")).toBe("View saved");
  });

  it.each(Object.entries(EVENT_TEXTS))("of %s name fields that its payload has", (type, template) => {
    const known = EVENT_SCHEMAS[type as keyof typeof EVENT_SCHEMAS].properties ?? {};
    const used = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
    expect(used.filter((name) => !Object.hasOwn(known, name))).toEqual([]);
  });
});

describe("each event type", () => {
  it.each(Object.entries(EVENT_TYPES))(
    "%s has a call with its level, category and a text",
    (type, { level, category }) => {
      const { log, sink } = testLogger();
      const call = camelCase(type) as keyof Logger;
      (log[call] as (fields?: unknown) => string)();
      expect(sink.last()).toMatchObject({ event_type: type, level });
      expect(String(sink.last()["message"]).trim()).not.toBe("");
      expect(sink.kinds[0]).toMatchObject({ category });
    },
  );
});
