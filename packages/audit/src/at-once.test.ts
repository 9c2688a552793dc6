import { expect, it } from "vitest";
import { atOnce } from "./at-once.ts";

it("works in groups, and tells of each that is complete", async () => {
  let now = 0;
  let most = 0;
  const done: number[] = [];
  const work = async (): Promise<void> => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
  };
  await atOnce([1, 2, 3, 4, 5], 2, work, (count) => done.push(count));
  expect([most, done]).toEqual([2, [2, 2, 1]]);
});

it("rejects when nothing of the group is under way any more, and begins no other", async () => {
  const ended: number[] = [];
  const work = async (item: number): Promise<void> => {
    if (item === 1) throw new Error("full");
    await new Promise((resolve) => setImmediate(resolve));
    ended.push(item);
  };
  await expect(atOnce([1, 2, 3], 2, work)).rejects.toThrow("full");
  expect(ended).toEqual([2]);
});
