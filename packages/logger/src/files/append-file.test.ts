import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Landing } from "./append-file.ts";
import { AppendFile } from "./append-file.ts";
import { SEAL } from "./seal.ts";

let dir: string;
let path: string;
let file: AppendFile;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-append-"));
  path = join(dir, "a.log");
});

afterEach(() => {
  file.close();
  rmSync(dir, { recursive: true, force: true });
});

const text = (at = path): string => readFileSync(at, "utf8");

/** Looks at the size, lets something happen, writes, and looks what became of it. */
function append(lines: string, meanwhile = (): void => {}, afterwards = (): void => {}): Landing {
  const sizeBefore = file.sizeIfCurrent() ?? -1;
  meanwhile();
  const bytes = Buffer.from(lines);
  file.writeSync(bytes);
  afterwards();
  return file.settle(bytes, sizeBefore);
}

describe("lines are kept", () => {
  it("that nobody disturbs", () => {
    file = new AppendFile(path);
    expect([append("1\n"), append("2\n3\n")]).toEqual(["kept", "kept"]);
    expect(text()).toBe("1\n2\n3\n");
  });

  it("with others before and behind them", () => {
    file = new AppendFile(path);
    const other = (line: string) => () => appendFileSync(path, line);
    expect(append("mine\n", other("before\n"), other("behind\n"))).toBe("kept");
    expect(text()).toBe("before\nmine\nbehind\n");
  });

  it("when the file was put aside, and sealed only after them", () => {
    file = new AppendFile(path);
    const aside = join(dir, "aside");
    expect(
      append(
        "1\n",
        () => renameSync(path, aside),
        () => appendFileSync(aside, SEAL),
      ),
    ).toBe("kept");
    expect(file.sizeIfCurrent()).toBeUndefined();
  });

  it("when the file was compressed and removed after them", () => {
    file = new AppendFile(path);
    const compressed = (): void => {
      appendFileSync(path, SEAL);
      rmSync(path);
    };
    expect(append("1\n", undefined, compressed)).toBe("kept");
  });
});

describe("lines count for nothing", () => {
  it("behind the seal", () => {
    file = new AppendFile(path);
    expect(append("1\n", () => appendFileSync(path, SEAL))).toBe("void");
  });

  it("behind the seal of a file that is removed", () => {
    file = new AppendFile(path);
    const compressed = (): void => {
      appendFileSync(path, SEAL);
      rmSync(path);
    };
    expect(append("1\n", compressed)).toBe("void");
  });

  it("in a file that somebody deleted", () => {
    file = new AppendFile(path);
    expect(append("1\n", () => rmSync(path))).toBe("void");
  });
});

it("does not know what became of lines in a file that somebody emptied", () => {
  file = new AppendFile(path);
  expect(append("1\n", undefined, () => truncateSync(path))).toBe("unknown");
});

describe("a torn line", () => {
  it("at the end of what an earlier run left is ended", () => {
    writeFileSync(path, '{"a":1}');
    file = new AppendFile(path);
    expect(append("2\n")).toBe("kept");
    expect(text()).toBe('{"a":1}\n2\n');
  });

  it("of another writer does not take ours with it", () => {
    file = new AppendFile(path);
    expect(append("mine\n", () => appendFileSync(path, '{"torn'))).toBe("kept");
    expect(text()).toBe('{"tor\nmine\n');
  });

  it("of another writer is ended in a file that has another name by now", () => {
    file = new AppendFile(path);
    const aside = join(dir, "aside");
    const tornAndPutAside = (): void => {
      appendFileSync(path, '{"torn');
      renameSync(path, aside);
    };
    expect(append("mine\n", tornAndPutAside)).toBe("kept");
    expect(text(aside)).toBe('{"tor\nmine\n');
  });

  it("of our own does not take the next of another with it", () => {
    file = new AppendFile(path);
    append("1\n");
    expect(append("2\n{torn", undefined, () => appendFileSync(path, "other\n"))).toBe("kept");
    expect(text()).toBe("1\n2\n{tor\nother\n");
  });

  it("of our own is found when another has ended it already", () => {
    file = new AppendFile(path);
    const other = new AppendFile(path);
    const otherWrites = (): void => {
      const bytes = Buffer.from("other\n");
      other.writeSync(bytes);
      other.settle(bytes, 6);
    };
    expect(append("{torn}", undefined, otherWrites)).toBe("kept");
    expect(text()).toBe("{torn\nother\n");
    other.close();
  });
});

it("says how much of a write has come", () => {
  file = new AppendFile(path);
  const bytes = Buffer.from("one\ntwo\n");
  expect(file.landedSoFar(bytes, 0)).toBe(0);
  appendFileSync(path, "1234567\n");
  expect(file.landedSoFar(bytes, 0)).toBe(0);
  appendFileSync(path, "one\ntw");
  expect(file.landedSoFar(bytes, 0)).toBe(6);
  appendFileSync(path, "o\nother\n");
  expect(file.landedSoFar(bytes, 0)).toBe(8);
});

it("closes behind a write that is under way", async () => {
  file = new AppendFile(path);
  const written = new Promise((resolve) => file.write(Buffer.from("1\n"), (error, count) => resolve([error, count])));
  file.close();
  expect(await written).toEqual([null, 2]);
  expect(text()).toBe("1\n");
});

it("throws when there is no such directory, and leaves nothing open", () => {
  file = new AppendFile(path);
  expect(() => new AppendFile(join(dir, "no", "a.log"))).toThrow("ENOENT");
});
