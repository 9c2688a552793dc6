import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encryptField } from "../test-support/encrypt-field.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn, type CliResult } from "../test-support/test-host.ts";

const KEY = Buffer.alloc(32, 3);
const env = { DAYBOOK_FIELD_KEYS: JSON.stringify({ k1: KEY.toString("base64") }) };
const decrypt = (input: string, ...argv: string[]): Promise<CliResult> =>
  runIn(createTestHost({ env, input: [Buffer.from(input)] }), "decrypt", ...argv);

test("opens fields at any depth and leaves every other character", async () => {
  const sealed = encryptField("card", '{"n":"4111", "x":1.50}', "k1", KEY);
  const input = (card: string): string =>
    `plain "$encrypted" text\n{ "price":1.50 , "data":{"a":[{"card":${card}}]}, "big":12345678901234567890}\nno end`;
  const { code, out, err } = await decrypt(input(sealed));
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe(input('{"n":"4111", "x":1.50}'));
});

test("what cannot be opened stays and is named; the rest of the line is opened", async () => {
  const good = encryptField("a", "1", "k1", KEY);
  const moved = encryptField("a", "1", "k1", KEY);
  const other = encryptField("c", "1", "k9", KEY);
  const { code, out, err } = await decrypt(`{}\n{"a":${good},"b":${moved},"c":${other}}\n`);
  expect(code).toBe(1);
  expect(out).toBe(`{}\n{"a":1,"b":${moved},"c":${other}}\n`);
  expect(err).toContain("2 encrypted fields stayed closed:");
  expect(err).toContain("line 2: b: it was changed, belongs to another field");
  expect(err).toContain('line 2: c: the key "k9" is not at hand');
  const asJson = await decrypt(`{"c":${other}}\n`, "--json");
  expect(JSON.parse(asJson.err)).toMatchObject({ closed_count: 1, closed: [{ place: "line 1", name: "c" }] });
});

test("keys of a file, and what is wrong without or with bad ones", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "keys");
  await writeFile(path, `k1:${KEY.toString("base64")}\n`);
  const input = `{"a":${encryptField("a", '"x"', "k1", KEY)}}\n`;
  const host = (): ReturnType<typeof createTestHost> => createTestHost({ input: [Buffer.from(input)] });
  expect(await runIn(host(), "decrypt", "--key-file", path)).toEqual({ code: 0, out: '{"a":"x"}\n', err: "" });
  expect(await runIn(host(), "decrypt")).toMatchObject({ code: 2, err: expect.stringContaining("--key-file") });
  await writeFile(path, "k1:short\n");
  expect(await runIn(host(), "decrypt", "--key-file", path)).toMatchObject({
    code: 2,
    err: expect.stringContaining("32 bytes"),
  });
  expect(await runIn(createTestHost({ env }), "decrypt")).toMatchObject({
    code: 2,
    err: expect.stringContaining("nothing to read"),
  });
});
