import { describe, expect, it } from "vitest";
import { SubjectKeys, subjectName } from "./subject-keys.ts";
import { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { seeded } from "./test-support/sample-trail.ts";

const MASTER = Buffer.alloc(32, 5);
const DIR = "/data/subjects";

function files(): ForgetfulFs {
  return new ForgetfulFs(seeded(3));
}

describe("keys of subjects", () => {
  it("are made once, and the same after a restart", async () => {
    const fs = files();
    const keys = await SubjectKeys.open(fs, DIR, MASTER);
    const made = Array.from({ length: 100 }, (_, at) => keys.get(subjectName(`u${at}`, "p")));
    await keys.flush();
    fs.powerCut();
    const again = await SubjectKeys.open(fs, DIR, MASTER);
    expect(again.size).toBe(100);
    for (const [at, subject] of made.entries()) expect(again.find(subjectName(`u${at}`, ""))).toEqual(subject);
    expect(new Set(made.map(({ pseudonym }) => pseudonym)).size).toBe(100);
  });

  it("are not to be read without the master key, neither names", async () => {
    const fs = files();
    const keys = await SubjectKeys.open(fs, DIR, MASTER);
    const { key } = keys.get("user:alice");
    await keys.flush();
    for (const path of fs.files()) {
      const bytes = Buffer.from(await fs.read(path));
      expect(bytes.includes("alice")).toBe(false);
      expect(bytes.toString().includes(Buffer.from(key).toString("base64").slice(0, 40))).toBe(false);
    }
    const other = await SubjectKeys.open(fs, DIR, Buffer.alloc(32, 6));
    expect(other.find("user:alice")).toBeUndefined();
  });

  it("are gone for good once destroyed; the name gets another one", async () => {
    const fs = files();
    const keys = await SubjectKeys.open(fs, DIR, MASTER);
    const before = keys.get("user:alice");
    const bob = keys.get("user:bob");
    expect(await keys.destroy("user:alice")).toBe(true);
    expect(await keys.destroy("user:alice")).toBe(false);
    fs.powerCut();
    const again = await SubjectKeys.open(fs, DIR, MASTER);
    expect(again.find("user:alice")).toBeUndefined();
    expect(again.find("user:bob")).toEqual(bob);
    expect(again.get("user:alice").key).not.toEqual(before.key);
  });

  it("begin behind a line that was cut off", async () => {
    const fs = files();
    const keys = await SubjectKeys.open(fs, DIR, MASTER);
    const alice = keys.get("user:alice");
    await keys.flush();
    const [path] = fs.files();
    fs.tamper(path as string, (bytes) => Buffer.concat([bytes, Buffer.from("0123 torn")]));
    const again = await SubjectKeys.open(fs, DIR, MASTER);
    expect([again.torn, again.find("user:alice")]).toEqual([1, alice]);
  });

  it("are still there to be written after a failed flush", async () => {
    const fs = files();
    const keys = await SubjectKeys.open(fs, DIR, MASTER);
    const made = ["a", "b", "c"].map((name) => keys.get(name));
    fs.plan = (step) => (step === "sync" ? { kind: "fail", code: "ENOSPC" } : undefined);
    await expect(keys.flush()).rejects.toThrow("ENOSPC");
    fs.plan = () => undefined;
    await keys.flush();
    fs.powerCut();
    const again = await SubjectKeys.open(fs, DIR, MASTER);
    expect(["a", "b", "c"].map((name) => again.find(name))).toEqual(made);
  });

  it("need a master key of 32 bytes", async () => {
    await expect(SubjectKeys.open(files(), DIR, Buffer.alloc(16))).rejects.toThrow(TypeError);
  });
});
