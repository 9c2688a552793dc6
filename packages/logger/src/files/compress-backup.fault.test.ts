import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMPRESS_PIECE_BYTES } from "../limits.ts";
import { compressBackup } from "./compress-backup.ts";
import { SEAL } from "./seal.ts";

let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-compress-"));
  path = join(dir, "a.2026-11-21.001.log");
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function compress(pause = async (): Promise<void> => {}, signal = new AbortController().signal): Promise<void> {
  await compressBackup(path, join(dir, "temp"), { signal, pause });
}

const content = (): string => gunzipSync(readFileSync(`${path}.gz`)).toString();
const lines = (count: number): string => Array.from({ length: count }, (_, i) => `{"line":${i}}\n`).join("");

function expectUntouched(text: string, left: string[] = [path]): void {
  expect(readFileSync(path, "utf8").replace(SEAL.toString(), "")).toBe(text);
  expect(readdirSync(dir).map((name) => join(dir, name))).toEqual(left);
}

describe("a file is compressed", () => {
  it("of several pieces, with its time and mode, and nothing else is left", async () => {
    const text = lines(60_000);
    expect(text.length).toBeGreaterThan(3 * COMPRESS_PIECE_BYTES);
    writeFileSync(path, text, { mode: 0o640 });
    utimesSync(path, 1_000, 1_000);
    await compress();
    expect(content()).toBe(text);
    expect(readdirSync(dir)).toEqual(["a.2026-11-21.001.log.gz"]);
    expect(statSync(`${path}.gz`)).toMatchObject({ mtimeMs: 1_000_000, mode: 0o100640 });
  });

  it.each([0, 1, SEAL.length - 1, SEAL.length, 1_000])(
    "up to its seal, %s bytes from the end of a piece",
    async (bytes) => {
      const text = `${"x".repeat(COMPRESS_PIECE_BYTES - bytes - 1)}\n`;
      writeFileSync(path, text);
      appendFileSync(path, SEAL);
      appendFileSync(path, "written elsewhere, too\n");
      await compress();
      expect(content()).toBe(text);
    },
  );

  it("with the lines that come while it is being read", async () => {
    const text = lines(60_000);
    writeFileSync(path, text);
    let late = 0;
    await compress(async () => {
      if (late < 3) appendFileSync(path, `late ${late++}\n`);
    });
    expect(content()).toBe(`${text}late 0\nlate 1\nlate 2\n`);
  });

  it("with a torn line as a line of its own", async () => {
    writeFileSync(path, '1\n{"torn');
    await compress();
    expect(content()).toBe('1\n{"torn\n');
  });

  it("again when a crash left it beside its result, or sealed", async () => {
    writeFileSync(path, "1\n");
    appendFileSync(path, SEAL);
    writeFileSync(`${path}.gz`, "begun");
    await compress();
    expect(content()).toBe("1\n");
    expect(existsSync(path)).toBe(false);
  });
});

describe("the file stays as it is when", () => {
  const text = lines(60_000);

  beforeEach(() => writeFileSync(path, text));

  it("the result cannot be begun", async () => {
    mkdirSync(join(dir, "temp"));
    await expect(compress()).rejects.toThrow("EEXIST");
    rmSync(join(dir, "temp"), { recursive: true, force: true });
    expectUntouched(text);
  });

  it("the result cannot be renamed", async () => {
    mkdirSync(`${path}.gz`);
    await expect(compress()).rejects.toThrow("EISDIR");
    expectUntouched(text, [path, `${path}.gz`]);
  });

  it("what was written does not read back", async () => {
    const spoil = async (): Promise<void> => {
      rmSync(join(dir, "temp"));
      writeFileSync(join(dir, "temp"), "not what was written");
    };
    await expect(compress(spoil)).rejects.toThrow("incorrect header check");
    expectUntouched(text);
  });

  it("compressing is given up in the middle", async () => {
    const abort = new AbortController();
    await expect(compress(async () => abort.abort(), abort.signal)).rejects.toThrow("aborted");
    expectUntouched(text);
  });

  it("another has got its name", async () => {
    let done = false;
    const replace = async (): Promise<void> => {
      if (done) return;
      done = true;
      renameSync(path, join(dir, "first"));
      writeFileSync(path, "other\n");
    };
    await expect(compress(replace)).rejects.toThrow("was replaced");
    expect(readFileSync(path, "utf8")).toBe("other\n");
    expect(existsSync(`${path}.gz`)).toBe(false);
  });
});

it("says that the file is gone, and makes nothing up", async () => {
  await expect(compressBackup(join(dir, "no", "a.log"), join(dir, "temp"), options())).rejects.toThrow("ENOENT");
  writeFileSync(path, lines(60_000));
  await expect(compress(async () => rmSync(path, { force: true }))).rejects.toThrow("ENOENT");
  expect(readdirSync(dir)).toEqual([]);
});

function options(): { signal: AbortSignal; pause: () => Promise<void> } {
  return { signal: new AbortController().signal, pause: async () => {} };
}
