import { expect, test } from "vitest";
import * as client from "./index.ts";

test("what the package exports", () => {
  expect(Object.keys(client).toSorted()).toEqual(["RequestError", "backoffMs", "createClient"]);
});
