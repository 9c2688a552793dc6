import { erasedLine } from "@daybook/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutErased } from "./erased-lines.ts";

const SUBJECT = "0123456789abcdef0123456789abcdef";

test("erased lines are left out and counted, whatever stands beside them", () => {
  const line = fc.record({ isErased: fc.boolean(), message: fc.string() });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.boolean(), (lines, endsWithNewline) => {
      const texts = lines.map(({ isErased, message }, i) =>
        isErased ? erasedLine({ seq: i + 1, subject: SUBJECT }) : JSON.stringify({ seq: i + 1, message }),
      );
      const last = endsWithNewline && texts.length > 0 ? "\n" : "";
      const { kept, erased } = withoutErased(Buffer.from(texts.join("\n") + last));
      const wanted = texts.filter((_, i) => !lines[i]?.isErased);
      expect(erased).toBe(texts.length - wanted.length);
      expect(kept.toString().split("\n").filter(Boolean)).toEqual(wanted);
    }),
  );
});

test("an event that speaks of erased lines stays", () => {
  const text = `{"seq":1,"message":"a","data":{"x":1,"erased":"${SUBJECT}"}}\n`;
  const lines = Buffer.from(text);
  expect(withoutErased(lines)).toEqual({ kept: lines, erased: 0 });
});
