import { expect, it } from "vitest";
import { SearchableSeq } from "./searchable-seq.ts";

it("answers those who wait as soon as their number is reached, in any order", async () => {
  const seq = new SearchableSeq(5);
  expect(await seq.wait(5, 0)).toBe(true);
  const [far, near] = [seq.wait(20, 60_000), seq.wait(7, 60_000)];
  seq.advance(10);
  expect(await near).toBe(true);
  seq.advance(20);
  expect(await far).toBe(true);
});

it("answers no when time is up, and when it is closed", async () => {
  const seq = new SearchableSeq(0);
  expect(await seq.wait(1, 1)).toBe(false);
  const waiting = seq.wait(1, 60_000);
  seq.close();
  expect(await waiting).toBe(false);
  expect(await seq.wait(2, 60_000)).toBe(false);
});
