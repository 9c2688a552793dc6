import type { Job } from "@daybook/client";
import { expect, test } from "vitest";
import { ADMIN_KEY, FakeDaybook } from "../test-support/fake-daybook.ts";
import { createTestHost, runIn, type CliResult } from "../test-support/test-host.ts";

const SOUND = {
  integrity: "sound",
  completeness: "sound",
  size: 1_200,
  entries: 1_200,
  journal_records: 1_200,
  store_records: 1_199,
  erasures: 0,
  erased_entries: 0,
  findings: [] as object[],
  findings_total: 0,
  unchecked: [] as string[],
};

async function check(result: object, ...argv: string[]): Promise<CliResult> {
  await using fake = await new FakeDaybook().start();
  const done: Job = { id: "j1", kind: "audit check", state: "done", progress: 1, result };
  fake.jobs.set("j1", [{ ...done, state: "running", progress: 0 }, done]);
  const host = createTestHost({ env: { DAYBOOK_URL: fake.url, DAYBOOK_KEY: ADMIN_KEY }, cwd: "/here" });
  return await runIn(host, "check", ...argv);
}

test("sound is exit code 0", async () => {
  const { code, out, err } = await check({ ...SOUND, erasures: 2, erased_entries: 3 });
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatchInlineSnapshot(`
    "1,200 entries, held against 1,200 events of the journal and 1,199 of the store
      3 entries of erased subjects: the trail has the record of each erasure

    integrity:    sound: everything that is there is what was signed
    completeness: sound: nothing that was signed or counted is missing
    "
  `);
  expect(JSON.parse((await check(SOUND, "--json")).out)).toEqual(SOUND);
});

test("damage is exit code 1, each place named", async () => {
  const finding = { kind: "record_changed", aspect: "integrity", path: "store event 42", index: 41, message: "other" };
  const damaged = { ...SOUND, integrity: "damaged", findings: [finding], findings_total: 7, unchecked: ["a part"] };
  const { code, out } = await check(damaged);
  expect(code).toBe(1);
  expect(out).toContain("✗ store event 42 entry 41: other [record_changed]");
  expect(out).toContain("and 6 more findings");
  expect(out).toContain("! a part");
});

test("what could not be checked is exit code 2, also when the server is away", async () => {
  expect((await check({ ...SOUND, integrity: "unchecked" })).code).toBe(2);
  const host = createTestHost({ env: { DAYBOOK_URL: "http://127.0.0.1:9", DAYBOOK_KEY: ADMIN_KEY }, cwd: "/here" });
  expect((await runIn(host, "check")).code).toBe(2);
});
