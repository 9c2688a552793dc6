import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEventProof, formatEventProof } from "@daybook/verify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTrail, recordLine } from "../test-support/audit-trail.ts";
import type { TestTrail } from "../test-support/audit-trail.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn } from "../test-support/test-host.ts";
import type { CliResult } from "../test-support/test-host.ts";
import { TRAIL_KEY, startTrailServer } from "../test-support/trail-server.ts";

let place: Awaited<ReturnType<typeof temporaryDir>>;
let trail: TestTrail;
let file: string;

beforeAll(async () => {
  place = await temporaryDir();
  trail = await makeTrail(join(place.path, "data"), 300);
  file = join(place.path, "fill.tlog-proof");
  await writeFile(file, await trail.proofOf(42));
  await cp(join(trail.dir, "keys"), join(place.path, "keys-of-bank"), { recursive: true });
});
afterAll(() => place[Symbol.asyncDispose]());

const verify = (...argv: string[]): Promise<CliResult> => runIn(createTestHost({ cwd: place.path }), "verify", ...argv);

describe("a proof in a file", () => {
  test("needs nothing but the keys", async () => {
    for (const flags of [
      ["--keys", "data"],
      ["--keys", "data/audit"],
      ["--keys", "data/audit/keys"],
      ["--keys", "keys-of-bank"],
    ]) {
      const { code, out, err } = await verify(file, ...flags);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain(`${recordLine(42)}\nentry 41 of 300 in example.com/trail\n`);
      expect(out).toContain("compare it with what your operator publishes");
      expect(out).toContain("entry:  sound: it stands at this place of the signed tree\n");
      expect(out).toContain("record: sound: these bytes are what was committed to\n");
    }
    expect(await verify("fill.tlog-proof", "--key", trail.vkey)).toMatchObject({
      code: 0,
      out: expect.not.stringContaining("compare it"),
    });
  });

  test("as JSON", async () => {
    const { code, out } = await verify(file, "--key", trail.vkey, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      problems: [],
      index: 41,
      size: 300,
      record: "proven",
      leaf: { seq: 42 },
    });
  });

  test.each([
    ["another record", { record: recordLine(43) }, 1, "record: damaged: other bytes were committed to"],
    ["another place", { index: 40 }, 1, "the entry is not the one at this place of the signed tree"],
    ["no record", { record: undefined }, 2, "record: unchecked: the record is not in the file"],
  ])("of %s", async (_what, change, code, text) => {
    const { record, ...proof } = { ...parseEventProof(await readFile(file)), ...change };
    const changed = join(place.path, "changed.tlog-proof");
    await writeFile(changed, formatEventProof({ ...proof, ...(record !== undefined && { record }) }));
    const result = await verify(changed, "--key", trail.vkey);
    expect(result.out).toContain(text);
    expect(result.code).toBe(code);
  });

  test("whose record would clear the screen", async () => {
    const changed = join(place.path, "hostile.tlog-proof");
    await writeFile(changed, formatEventProof({ ...parseEventProof(await readFile(file)), record: "\u001b[2J" }));
    const { code, out } = await verify(changed, "--key", trail.vkey);
    expect(code).toBe(1);
    expect(out).toContain("\\u001b[2J");
  });

  test("that is none, or of another log", async () => {
    await writeFile(join(place.path, "none"), "nonsense");
    expect(await verify("none", "--key", trail.vkey)).toMatchObject({ code: 1 });
    const other = await makeTrail(join(place.path, "other"), 3);
    expect(await verify(file, "--key", other.vkey)).toMatchObject({
      code: 1,
      out: expect.stringContaining("the head does not hold"),
    });
    expect(await verify(file, "--keys", "data", "--key", other.vkey)).toMatchObject({
      code: 2,
      err: expect.stringContaining("none of the trail's keys is one that you trust"),
    });
  });

  test("without a key, or not there", async () => {
    expect(await verify(file)).toMatchObject({ code: 2, err: expect.stringContaining("--keys DIR") });
    expect(await verify("nowhere.tlog-proof", "--key", trail.vkey)).toMatchObject({
      code: 2,
      err: expect.stringContaining("nowhere"),
    });
    expect(await verify(file, "--key", "dbk_x")).toMatchObject({ code: 2 });
    expect(await verify(file, "--key", trail.vkey, "--save", "x")).toMatchObject({ code: 2 });
    expect(await verify(file, "--dir", ".")).toMatchObject({ code: 2 });
  });
});

describe("the proof of a server", () => {
  const as = (key: string, ...argv: string[]): Promise<CliResult> =>
    runIn(createTestHost({ cwd: place.path, env: { DAYBOOK_KEY: key } }), "verify", ...argv);

  test("is checked with the keys that it serves, and kept", async () => {
    await using server = await startTrailServer(trail);
    const { code, out, err } = await as(
      TRAIL_KEY,
      "--event",
      "event-7",
      "--url",
      server.url,
      "--save",
      "kept.tlog-proof",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("entry 6 of 300");
    expect(out).toContain("compare it with what your operator publishes");
    expect(await verify("kept.tlog-proof", "--key", trail.vkey)).toMatchObject({ code: 0 });
  });

  test("must be signed by a key that is trusted", async () => {
    await using server = await startTrailServer(trail);
    const other = await makeTrail(join(place.path, "stranger"), 3);
    const ask = (vkey: string) => as(TRAIL_KEY, "--event", "event-7", "--url", server.url, "--key", vkey);
    expect(await ask(trail.vkey)).toMatchObject({ code: 0, out: expect.not.stringContaining("compare it") });
    expect(await ask(other.vkey)).toMatchObject({ code: 2, err: expect.stringContaining("none of the trail's keys") });
  });

  test("that is not there, or not for us", async () => {
    await using server = await startTrailServer(trail);
    expect(await as(TRAIL_KEY, "--event", "event-999", "--url", server.url)).toMatchObject({
      code: 2,
      err: expect.stringContaining("has no proof of the event event-999"),
    });
    expect(await as("dbk_wrong", "--event", "event-7", "--url", server.url)).toMatchObject({ code: 2 });
    expect(await as(TRAIL_KEY, "--event", "event-7", "--url", "http://127.0.0.1:9")).toMatchObject({ code: 2 });
  });
});
