import { execFile } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { daybook, temporaryDir } from "../harness.mjs";
import { DAMAGES } from "./damage.mjs";
import { makeTrail } from "./make-trail.mjs";

/**
 * The trail against code that is none of ours: the packages of Go's checksum database, and a page of Python. Both must take what
 * Daybook wrote, refuse each damage, and agree with Daybook's own verifier.
 */
const SIZE = 5_000;
const HEADS = 10;
const sources = fileURLToPath(new URL("checkers/", import.meta.url));
const place = temporaryDir("checkers");
let trail;

beforeAll(async () => {
  const env = { GO111MODULE: "off", GOPATH: "/usr/share/gocode", GOPROXY: "off", CGO_ENABLED: "0" };
  const built = await run("go", ["build", "-o", join(place.path, "verify"), join(sources, "main.go")], {
    GOCACHE: join(place.path, "cache"),
    ...env,
  });
  if (built.code !== 0) throw new Error(`Go did not build the checker: ${built.output}`);
  trail = await makeTrail(place.path, { size: SIZE, heads: HEADS });
}, 300_000);
afterAll(() => place.remove());

function run(program, args, env = {}) {
  return new Promise((done) => {
    execFile(program, args, { env: { ...process.env, ...env }, encoding: "utf8" }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : (error.code ?? 1), output: stdout + stderr }),
    );
  });
}

const CHECKERS = {
  Go: (dir, vkey) => run(join(place.path, "verify"), [dir, vkey]),
  Python: (dir, vkey) => run("python3", [join(sources, "check.py"), dir, vkey]),
  Daybook: async (dir, vkey) => {
    const { code, stdout, stderr } = await daybook(["fsck", dir, "--key", vkey]);
    return { code, output: stdout + stderr };
  },
};

describe.each(Object.entries(CHECKERS))("%s", (name, check) => {
  it("takes the trail as it was written", async () => {
    expect(readdirSync(join(trail.dir, "checkpoints")).length).toBeGreaterThanOrEqual(HEADS);
    const { code, output } = await check(trail.dir, trail.vkey);
    expect(code, output).toBe(0);
    expect(output).toMatch(/5,?000 entries/);
  });

  it.each(Object.entries(DAMAGES))("finds %s", async (damage, apply) => {
    const dir = join(place.path, `${name} ${damage}`);
    cpSync(trail.dir, dir, { recursive: true });
    apply(dir, SIZE);
    const { code, output } = await check(dir, trail.vkey);
    expect(code, output).toBe(1);
  });

  it("refuses the key of another", async () => {
    const other = await makeTrail(join(place.path, `other of ${name}`), { size: 3, heads: 0 });
    const { code, output } = await check(trail.dir, other.vkey);
    expect(code, output).toBe(1);
  });

  it("says that it could not check what is not there", async () => {
    expect(await check(join(place.path, "nowhere"), trail.vkey)).toMatchObject({ code: 2 });
  });
});
