import { expect, it } from "vitest";
import { ReadAhead } from "./source.ts";

it("reads a file once, whether asked for ahead or not", async () => {
  const asked: string[] = [];
  const ahead = new ReadAhead({
    read: (path) => {
      asked.push(path);
      return path === "bad" ? Promise.reject(new Error("away")) : Promise.resolve(Buffer.from(path));
    },
  });
  ahead.soon("a");
  ahead.soon("a");
  ahead.soon("bad");
  expect([await ahead.read("a"), await ahead.read("b")]).toEqual([Buffer.from("a"), Buffer.from("b")]);
  expect(asked).toEqual(["a", "bad", "b"]);
  await expect(ahead.read("bad")).rejects.toThrow("away");
});
