import { MerkleError } from "@daybook/merkle";
import { SourceError } from "@daybook/verify";
import { expect, test } from "vitest";
import { CommandFailure, usageFailure } from "../command-failure.ts";
import { orCouldNotCheck } from "./could-not-check.ts";

const quiet = { interrupted: new AbortController().signal };

test.each([
  [new SourceError("unreachable", "away"), "Look whether"],
  [new SourceError("refused", "no key"), "DAYBOOK_KEY"],
  [new SourceError("answer", "no trail"), "the hint"],
  [new MerkleError("no key"), "<name>+<key id>+<base64>"],
  [new CommandFailure(4, "the admin key cannot be read", "Run as another user."), "Run as"],
  [usageFailure("what?", "For example"), "For example"],
  [new TypeError("a fault"), "please report it"],
])("%s ends with 2", async (cause, hint) => {
  const failed = orCouldNotCheck(quiet, () => Promise.reject(cause), "the hint");
  await expect(failed).rejects.toMatchObject({ exitCode: 2, hint: expect.stringContaining(hint), cause });
});

test("an answer is passed on, and so is the user's own end", async () => {
  expect(await orCouldNotCheck(quiet, () => Promise.resolve(7))).toBe(7);
  const interrupted = AbortSignal.abort("SIGINT");
  for (const cause of ["SIGINT", new SourceError("unreachable", "cut")])
    await expect(orCouldNotCheck({ interrupted }, () => Promise.reject(cause))).rejects.toBe("SIGINT");
});
