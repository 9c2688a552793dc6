import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { directorySource, nodeHasher, nodeTrailFs, nodeVerifyEd25519 } from "@daybook/audit";
import { Findings, checkEvent, checkTrail, readTrailKeys } from "@daybook/verify";
import { CLI_ENTRY, eventually, sql, startInstallation, temporaryDir } from "./harness.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const CRYPTOGRAPHY = { hasher: nodeHasher, verifyEd25519: nodeVerifyEd25519 };

async function send(installation, from, to) {
  const lines = [];
  for (let at = from; at <= to; at++) {
    const user = at % 4 === 0 ? { user_id: `user-${at % 3}` } : {};
    lines.push(
      JSON.stringify({
        event_type: "order_filled",
        message: `order ${at} filled`,
        id: `order-${at}`,
        service: "bot",
        ...user,
      }),
    );
  }
  const headers = { "content-type": "application/x-ndjson" };
  return installation.call("/logs", { method: "POST", body: Buffer.from(`${lines.join("\n")}\n`), headers });
}

const covered = (installation, seq) =>
  eventually("the trail covers what was sent", async () => {
    const status = await installation.call("/audit/status");
    return status.seq >= seq && status;
  });

async function runCheck(installation) {
  const { id } = await installation.call("/admin/audit/check", { method: "POST" });
  const job = await eventually("the check is done", async () => {
    const state = await installation.call(`/admin/jobs/${id}`);
    return state.state !== "running" && state;
  });
  expect(job.state).toBe("done");
  return job.result;
}

describe("the audit trail of an installation", () => {
  let dir;
  let installation;
  beforeAll(async () => {
    dir = temporaryDir("audit");
    installation = await startInstallation({ dataDir: dir.path, env: { DAYBOOK_AUDIT_ORIGIN: "example.com/trail" } });
  }, 90_000);
  afterAll(async () => {
    await installation?.stop();
    dir.remove();
  });
  const mend = [];
  afterEach(() => {
    for (const undo of mend.splice(0)) undo();
  });

  function tamper(path, change) {
    const before = readFileSync(path);
    mend.push(() => writeFileSync(path, before));
    writeFileSync(path, change(Buffer.from(before)));
  }

  it("signs what is sent, within moments, and serves it as tlog-tiles", async () => {
    const { last_seq: seq } = await send(installation, 1, 700);
    const status = await covered(installation, seq);
    expect(status).toMatchObject({ state: "running", origin: "example.com/trail", error: null });
    const note = await installation.call("/checkpoint", { text: true });
    expect(note.split("\n").slice(0, 2)).toEqual(["example.com/trail", String(status.size)]);
    const read = async (path) => {
      const headers = { authorization: `Bearer ${installation.key}` };
      const response = await fetch(`${installation.url}/audit/trail/${path}`, { headers });
      if (response.status === 404) return undefined;
      expect(response.ok).toBe(true);
      return new Uint8Array(await response.arrayBuffer());
    };
    const list = async (name) => JSON.parse(Buffer.from((await read(`${name}/`)) ?? "[]").toString());
    const report = await checkTrail({ read, list }, CRYPTOGRAPHY);
    expect(report).toMatchObject({ integrity: "sound", completeness: "sound", findings: [], size: status.size });
    const tile = await fetch(`${installation.url}/tile/0/000`, {
      headers: { authorization: `Bearer ${installation.key}` },
    });
    expect([tile.status, tile.headers.get("cache-control"), (await tile.arrayBuffer()).byteLength]).toEqual([
      200,
      "private, max-age=31536000, immutable",
      8_192,
    ]);
    for (const path of ["/tile/0/0", "/tile/0/../../keys/trail.json", "/audit/trail/../keys/trail.json", "/tile/9/000"])
      expect(
        (await fetch(installation.url + path, { headers: { authorization: `Bearer ${installation.key}` } })).status,
      ).toBe(404);
    expect((await fetch(`${installation.url}/checkpoint`)).status).toBe(401);
  });

  it("proves an event, which is then checked with nothing but its proof and the keys", async () => {
    const proof = await installation.call("/logs/order-42/proof", { text: true });
    const source = directorySource(nodeTrailFs("public"), join(dir.path, "audit"));
    const keys = await readTrailKeys(source, CRYPTOGRAPHY, new Findings());
    const check = await checkEvent(proof, keys, CRYPTOGRAPHY);
    expect(check).toMatchObject({ ok: true, problems: [], record: "proven" });
    expect((await checkEvent(proof.replace("index 4", "index 5"), keys, CRYPTOGRAPHY)).ok).toBe(false);
    await expect(installation.call("/logs/no-such/proof", { text: true })).rejects.toMatchObject({ status: 404 });
  });

  it("gives evidence of a time, which is checked anywhere, by the commands and by the stand-alone file", async () => {
    const folder = temporaryDir("evidence");
    const file = join(folder.path, "evidence.ndjson");
    const env = { ...process.env, DAYBOOK_URL: installation.url, DAYBOOK_KEY: installation.key, NO_COLOR: "1" };
    const run = (entry, ...argv) => spawnSync(process.execPath, [entry, ...argv], { env, encoding: "utf8" });
    const made = run(CLI_ENTRY, "export", "--evidence", file, "--from", "1h", "--query", "user_id:user-1");
    expect([made.status, made.stdout]).toEqual([0, expect.stringContaining("59 records proven, 641 entries without")]);
    expect(made.stdout).toContain("completeness: sound");
    const { key } = await installation.call("/audit/status");
    const verify = (...argv) => run(CLI_ENTRY, "verify", file, "--key", key, ...argv);
    expect(JSON.parse(verify("--json").stdout)).toMatchObject({
      integrity: "sound",
      completeness: "sound",
      entries: 700,
    });
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("order 4 filled", "order 5 filled"));
    const changed = verify();
    expect([changed.status, changed.stdout]).toEqual([1, expect.stringContaining("[record_changed]")]);
    const lines = text.split("\n");
    writeFileSync(file, lines.toSpliced(100, 1).join("\n"));
    const missing = run(join(root, "packages/verify/dist/bin/daybook-verify.js"), "evidence", file);
    expect([missing.status, missing.stdout]).toEqual([1, expect.stringContaining("[entry_missing]")]);
    expect(run(CLI_ENTRY, "export", "--evidence", file, "--from", "now", "--to", "1h").status).toBe(2);
    // Nothing takes the place of what was there when there is nothing to put there.
    expect(readFileSync(file, "utf8")).toBe(lines.toSpliced(100, 1).join("\n"));
    folder.remove();
  });

  it("finds journal and store to be what was signed", async () => {
    const result = await runCheck(installation);
    expect(result).toMatchObject({ integrity: "sound", completeness: "sound", findings: [], unchecked: [] });
    expect(result.store_records).toBe(result.size);
  });

  it("names a changed byte of a tile, a changed row of the store and a removed one", async () => {
    const tile = join(dir.path, "audit/tile/0/000");
    tamper(tile, (bytes) => {
      bytes[32 * 5 + 3] ^= 1;
      return bytes;
    });
    const found = await runCheck(installation);
    expect(found.findings.map(({ kind, path, index }) => [kind, path, index])).toEqual([
      ["hash_changed", "tile/0/000", 5],
    ]);
    mend.splice(0)[0]();
    await sql(
      dir.path,
      "ALTER TABLE daybook.logs UPDATE status = 'cancelled' WHERE id = 'order-7' SETTINGS mutations_sync = 1",
    );
    await sql(dir.path, "ALTER TABLE daybook.logs DELETE WHERE id = 'order-9' SETTINGS mutations_sync = 1");
    const [{ seq }] = await sql(dir.path, "SELECT seq FROM daybook.logs WHERE id = 'order-7'");
    const result = await runCheck(installation);
    expect(result.findings.map(({ kind, path }) => [kind, path])).toEqual([
      ["record_changed", `store event ${seq}`],
      ["record_missing", `store event ${seq + 2}`],
    ]);
    expect([result.integrity, result.completeness]).toEqual(["damaged", "damaged"]);
  });

  it("goes on after kill -9 with the same keys and without a fork", async () => {
    const before = await installation.call("/checkpoint", { text: true });
    await send(installation, 701, 720);
    await installation.kill();
    installation = await startInstallation({ dataDir: dir.path });
    const { last_seq: seq } = await send(installation, 721, 740);
    await covered(installation, seq);
    const source = directorySource(nodeTrailFs("public"), join(dir.path, "audit"));
    const report = await checkTrail(source, {
      ...CRYPTOGRAPHY,
      knownHeads: [{ name: "before", note: Buffer.from(before) }],
    });
    expect(report).toMatchObject({
      integrity: "sound",
      completeness: "sound",
      findings: [],
      origin: "example.com/trail",
    });
    expect(report.heads.length).toBeGreaterThanOrEqual(2);
  });

  it("changes its key and says so in an event", async () => {
    const reply = await installation.call("/admin/audit/rotate-key", { method: "POST" });
    expect(reply.key).toContain("example.com/trail+");
    const report = await checkTrail(directorySource(nodeTrailFs("public"), join(dir.path, "audit")), CRYPTOGRAPHY);
    expect([report.findings, report.keys.length, report.keys[1]]).toEqual([[], 2, reply.key]);
    await eventually("the event is found", async () => {
      const { events } = await installation.call("/logs/search?query=event_type%3Aconfig_changed");
      return events.length === 1;
    });
  });

  it("names a changed byte of a journal segment", async () => {
    const folder = join(dir.path, "journal");
    const file = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(".ndjson"))
      .toSorted()[0];
    tamper(join(folder, file), (bytes) => {
      bytes.write("order 5O", bytes.indexOf("order 50 filled"));
      return bytes;
    });
    const result = await runCheck(installation);
    const finding = result.findings.find(({ path }) => path === "journal");
    // The journal's checksum is of a batch: file, offset and the batch's events are named.
    expect(finding).toMatchObject({
      kind: "record_changed",
      message: expect.stringMatching(/not what was acknowledged/),
    });
    expect(result.integrity).toBe("damaged");
  });
});
