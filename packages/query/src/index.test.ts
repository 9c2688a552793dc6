import { expect, test } from "vitest";
import * as query from "./index.ts";

test("the exported names", () => {
  expect(Object.keys(query).sort()).toEqual([
    "SEARCH_INDEXES",
    "compileQuery",
    "parseQuery",
    "printQuery",
    "toClickHouse",
  ]);
});
