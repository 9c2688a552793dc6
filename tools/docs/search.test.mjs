import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseQuery } from "@daybook/query";
import { expect, test } from "vitest";
import { ROOT } from "../run/step.mjs";

/** Queries in the first column of the tables of these pages. */
const queries = ["docs/reference/search.md", "docs/guide/search-and-watch.md"].flatMap((path) =>
  [...readFileSync(join(ROOT, path), "utf8").matchAll(/^\| `([^`]+)` \|/gm)].map((row) => [row[1], path]),
);

test("the pages have examples", () => {
  expect(queries.length).toBeGreaterThan(30);
});

test.each(queries)("the query %s of %s can be read", (query) => {
  expect(parseQuery(query, { now: () => 0 })).toMatchObject({ kind: expect.any(String) });
});
