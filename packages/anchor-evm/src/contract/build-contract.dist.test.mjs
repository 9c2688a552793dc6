import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { TARGET, compileContract } from "../../scripts/build-contract.mjs";

it("the contract in the package is what its source compiles to", () => {
  expect(compileContract()).toBe(readFileSync(TARGET, "utf8"));
});
