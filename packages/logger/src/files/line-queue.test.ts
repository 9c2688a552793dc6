import fc from "fast-check";
import { expect, it } from "vitest";
import { LineQueue, chunkFrom } from "./line-queue.ts";

const LINE = "0123456789";

function texts(queue: LineQueue): string[] {
  const found: string[] = [];
  for (let chunk = queue.take(); chunk !== undefined; chunk = queue.take()) found.push(chunk.bytes.toString());
  expect(queue.length).toBe(0);
  return found;
}

it("gives back all lines in order, in chunks of a length", () => {
  const queue = new LineQueue(30);
  for (const line of ["1", "2", LINE.repeat(5), "ü"]) queue.add(line, false, "");
  expect(queue.length).toBe(4 + 51 + 3);
  expect(texts(queue).join("")).toBe(`1\n2\n${LINE.repeat(5)}\nü\n`);
});

it("does not mix days", () => {
  const queue = new LineQueue(1000);
  queue.add("1", false, "2026-11-20");
  queue.add("2", false, "2026-11-20");
  queue.add("3", false, "2026-11-21");
  expect(texts(queue)).toEqual(["1\n2\n", "3\n"]);
});

it("gives up the oldest lines that are not audited, and only as many as it must", () => {
  const queue = new LineQueue(22);
  for (let i = 0; i < 8; i++) queue.add(LINE, false, "");
  expect(queue.evict(queue.length)).toBe(0);
  const given = queue.evict(44);
  expect(given).toBe(4);
  expect(queue.length).toBe(44);
});

it("keeps each audited line, whatever is given up or written in part", () => {
  const lines = fc.array(fc.record({ text: fc.string({ maxLength: 30 }), audited: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(lines, fc.nat(10), (given, partial) => {
      const queue = new LineQueue(50);
      const all = given.map(({ text, audited }, at) => ({ text: `${at} ${text.replaceAll("\n", "")}`, audited }));
      for (const { text, audited } of all) queue.add(text, audited, "");
      const first = queue.take();
      let written = "";
      if (first !== undefined) {
        const end = first.bytes.indexOf(0x0a, partial % first.bytes.length) + 1;
        written = first.bytes.subarray(0, end).toString();
        queue.putBack(chunkFrom(first, end));
      }
      const before = all.length - (written.split("\n").length - 1);
      const dropped = queue.evict(0);
      const kept = texts(queue).join("");
      const rest = all.slice(all.length - before).filter(({ audited }) => audited);
      expect(kept).toBe(rest.map(({ text }) => `${text}\n`).join(""));
      expect(dropped).toBe(before - rest.length);
    }),
  );
});
