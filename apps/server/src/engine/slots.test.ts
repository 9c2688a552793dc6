import { expect, it } from "vitest";
import { Slots } from "./slots.ts";

function gate(): { open: () => void; opened: Promise<void> } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

it("lets so many in, the others in order, and turns away who would be too many", async () => {
  const slots = new Slots(1, 2);
  const first = gate();
  const order: string[] = [];
  const running = slots.run(() => first.opened.then(() => order.push("first")));
  const second = slots.run(() => Promise.resolve(order.push("second")));
  const third = slots.run(() => Promise.resolve(order.push("third")));
  await expect(slots.run(() => Promise.resolve())).rejects.toMatchObject({ code: 202, status: 503 });
  first.open();
  await Promise.all([running, second, third]);
  expect(order).toEqual(["first", "second", "third"]);
  expect(slots.busy).toBe(0);
});

it("goes on after a failure", async () => {
  const slots = new Slots(1, 1);
  await expect(slots.run(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(await slots.run(() => Promise.resolve("next"))).toBe("next");
});
