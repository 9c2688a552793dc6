import { cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTrail } from "../test-support/audit-trail.ts";
import type { TestTrail } from "../test-support/audit-trail.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn } from "../test-support/test-host.ts";
import type { CliResult } from "../test-support/test-host.ts";
import { TRAIL_KEY, startTrailServer } from "../test-support/trail-server.ts";

/** Two full tiles, a partial one, and a key that was replaced on the way. */
const SIZE = 600;
let place: Awaited<ReturnType<typeof temporaryDir>>;
let trail: TestTrail;
let newKey: string;

beforeAll(async () => {
  place = await temporaryDir();
  trail = await makeTrail(join(place.path, "data"), 400);
  newKey = await trail.rotate();
  await trail.grow(SIZE - 400);
});
afterAll(() => place[Symbol.asyncDispose]());

const fsck = (...argv: string[]): Promise<CliResult> => runIn(createTestHost({ cwd: place.path }), "fsck", ...argv);

const flip = (at: number) => (bytes: Buffer) => {
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] as number) ^ 1;
  return bytes;
};

/** A copy of the trail with one file changed, or gone. */
async function damaged(path: string, edit?: (bytes: Buffer) => Uint8Array): Promise<string> {
  const dir = join(place.path, `damaged-${(await readdir(place.path)).length}`);
  await cp(trail.dir, dir, { recursive: true });
  if (edit === undefined) await rm(join(dir, path));
  else await writeFile(join(dir, path), edit(await readFile(join(dir, path))));
  return dir;
}

describe("a sound trail", () => {
  test("is told with its key, to be compared", async () => {
    const { code, out, err } = await fsck(trail.dir);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("example.com/trail: 600 entries, 600 looked at, root ");
    expect(out).toContain(`  key 0: ${trail.vkey}\n  key 1: ${newKey}\n  compare it with what your operator publishes`);
    expect(out).toContain("\nintegrity:    sound: everything that is there is what was signed\n");
    expect(out).toContain("\ncompleteness: sound: nothing that was signed or counted is missing\n");
  });

  test("by a key that is trusted, in a data directory, as JSON", async () => {
    const { code, out } = await fsck("data", "--key", newKey, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ integrity: "sound", completeness: "sound", size: SIZE, findings: [] });
    expect((await fsck("data", "--key", trail.vkey)).out).not.toContain("compare it");
  });
});

test.each([
  ["an entry", "tile/entries/000", flip(300), "entry_changed"],
  ["a length", "tile/entries/001", flip(1), "tile/entries/001 entry 256: "],
  ["the last entry", "tile/entries/002.p/88", flip(-5), "entry 599: the entry is not the one that was signed"],
  ["a tile", "tile/0/000", flip(33), "tile/0/000 hash 1: "],
  ["a partial tile", "tile/0/002.p/88", flip(0), "tile/0/002.p/88 hash 0: "],
  ["the upper tile", "tile/1/000.p/2", flip(40), "tile/1/000.p/2 hash 1: "],
  ["a head of the past", "checkpoints/400", flip(25), "checkpoints/400: "],
  ["the head", "checkpoint", flip(-9), "checkpoint: "],
  ["a key", "keys/0", flip(30), "keys/0: "],
])("a flipped bit in %s is found", async (_what, path, edit, text) => {
  const { code, out } = await fsck(await damaged(path, edit));
  expect(out).toContain(text);
  expect(out).toMatch(/^integrity: {4}damaged/m);
  expect(code).toBe(1);
});

test.each([
  ["tile/entries/001", "tile/entries/001: entries 256 to 511 are not there"],
  ["tile/0/001", "tile/0/001: the tile is not there"],
  ["tile/1/000.p/2", "tile/1/000.p/2: the tile is not there"],
  ["checkpoint", "checkpoint: the trail has no head"],
  ["keys/0", "keys/0: the trail's first key is not there"],
])("%s is missed", async (path, text) => {
  const { code, out } = await fsck(await damaged(path));
  expect(out).toContain(text);
  expect(out).toMatch(/^completeness: damaged/m);
  expect(code).toBe(1);
});

test("a hundred equal findings are one line", async () => {
  const dir = await damaged("tile/entries/000", (bytes) =>
    Buffer.from(bytes.toString().replaceAll("order_filled", "order_fulled")),
  );
  const { code, out } = await fsck(dir);
  expect(code).toBe(1);
  expect(out).toContain(
    "✗ tile/entries/000 (entries 0 to 255): the entry is not the one that was signed [entry_changed]",
  );
  expect(JSON.parse((await fsck(dir, "--json")).out).findings).toHaveLength(256);
});

test("a key that the trail never had", async () => {
  const other = await makeTrail(join(place.path, "other"), 3);
  const { code, out } = await fsck(trail.dir, "--key", other.vkey);
  expect(code).toBe(1);
  expect(out).toContain("keys/0: none of the trail's keys is one that you trust [key_invalid]");
});

test("a head that was kept shows that the end is cut off", async () => {
  const dir = join(place.path, "cut");
  const short = await makeTrail(dir, 300);
  await cp(short.dir, join(place.path, "before"), { recursive: true });
  await short.grow(50);
  const kept = await fsck("cut", "--head", "kept.head", "--save-head", "kept.head");
  expect(kept).toMatchObject({ code: 0, err: "" });
  expect(await fsck("cut", "--head", "kept.head")).toMatchObject({ code: 0 });
  const { code, out, err } = await fsck("before", "--head", "kept.head", "--save-head", "kept.head");
  expect(code).toBe(1);
  expect(out).toContain("checkpoint: the head is of size 300; kept.head proves that the trail once had 350 [rollback]");
  expect(err).toBe("The head was not kept in kept.head: not all of the trail is sound.\n");
  expect(await fsck("cut", "--head", "absent.head")).toMatchObject({
    code: 2,
    err: expect.stringContaining("absent.head"),
  });
});

describe("a server", () => {
  test("gives its trail to those who have a key", async () => {
    await using server = await startTrailServer(trail);
    const as = (key: string, ...argv: string[]): Promise<CliResult> =>
      runIn(createTestHost({ cwd: place.path, env: { DAYBOOK_KEY: key } }), "fsck", ...argv);
    expect(await as(TRAIL_KEY, server.url, "--key", newKey)).toMatchObject({
      code: 0,
      out: expect.stringContaining("600 entries"),
    });
    expect(await as(TRAIL_KEY, `${server.url}/audit/trail/`)).toMatchObject({ code: 0 });
    expect(await as("dbk_wrong", server.url)).toMatchObject({ code: 2, err: expect.stringContaining("DAYBOOK_KEY") });
    expect(await fsck(server.url)).toMatchObject({ code: 2, err: expect.stringContaining("wants a key") });
  });

  test("in trouble is no damage", async () => {
    await using server = await startTrailServer(trail);
    const host = createTestHost({ cwd: place.path, env: { DAYBOOK_KEY: TRAIL_KEY } });
    server.trouble.push(503, 500);
    expect((await runIn(host, "fsck", server.url)).code).toBe(0);
    expect(host.pauses).toEqual([500, 1_000]);
    server.trouble.push(503, 503, 503);
    expect((await runIn(host, "fsck", server.url)).code).toBe(2);
  });

  test("that is not there", async () => {
    const { code, err } = await fsck("http://127.0.0.1:9");
    expect(code).toBe(2);
    expect(err).toContain("http://127.0.0.1:9");
    expect(err).toContain("next: Look whether the address is right");
  });
});

test("what is no trail, and what is no key", async () => {
  expect(await fsck("nowhere")).toMatchObject({
    code: 2,
    err: expect.stringContaining("there is no audit trail in nowhere"),
  });
  expect(await fsck(trail.dir, "--key", "dbk_an_access_key")).toMatchObject({
    code: 2,
    err: expect.stringContaining("an access key goes into DAYBOOK_KEY"),
  });
  expect(await fsck()).toMatchObject({ code: 2 });
});

test("Ctrl-C is no verdict", async () => {
  const host = createTestHost();
  host.interrupt("SIGINT");
  expect(await runIn(host, "fsck", trail.dir)).toMatchObject({ code: 130, out: "" });
});
