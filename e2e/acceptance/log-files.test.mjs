import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { daybook } from "../harness.mjs";
import { idsDigest, queryTextOf } from "./search-oracle.mjs";

const shared = process.env.SHARED_DATA ?? new URL("../../../shared/data", import.meta.url).pathname;
const oracle = JSON.parse(readFileSync(join(shared, "oracle/search_dev.json"), "utf8"));

/** Each query is a process of its own that reads a whole file: every sixth by default, all of them with DAYBOOK_ALL_QUERIES=1. */
const STEP = process.env.DAYBOOK_ALL_QUERIES === "1" ? 1 : 6;

/** The answers of the oracle from the files themselves, with no server. */
describe.each(Object.entries(oracle.corpora))("search --dir of %s", (name, corpus) => {
  const path = join(shared, "events/dev", `${name}.ndjson`);

  it.each(corpus.queries.filter((_, i) => i % STEP === 0).map((query) => [`${query.id} ${query.kind}`, query]))(
    "%s",
    async (_title, query) => {
      const argv = ["--dir", path, "--csv", "id", "--limit", "all", "--", queryTextOf(query.spec)];
      const { code, stdout, stderr } = await daybook(["search", ...argv]);
      expect(code, stderr).toBe(0);
      // Events without an id are named by file and line.
      const ids = stdout
        .split("\r\n")
        .slice(1, -1)
        .map((id) => Number(id.slice(id.lastIndexOf(":") + 1)));
      expect({ count: ids.length, digest: idsDigest(ids) }).toEqual({
        count: query.count,
        digest: query.ids_sha256_16,
      });
    },
  );
});
