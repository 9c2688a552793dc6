import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLocalChain } from "@daybook/anchor-evm";
import { CLI_ENTRY, eventually, startInstallation, temporaryDir } from "./harness.mjs";

describe("an installation with a chain", () => {
  let dir;
  let chain;
  let installation;
  beforeAll(async () => {
    dir = temporaryDir("anchor");
    chain = await startLocalChain();
    const env = {
      DAYBOOK_AUDIT_ORIGIN: "example.com/trail",
      DAYBOOK_ANCHOR_URL: chain.url,
      DAYBOOK_ANCHOR_KEY: chain.privateKey,
      DAYBOOK_ANCHOR_CONFIRMATIONS: "0",
    };
    installation = await startInstallation({ dataDir: dir.path, env });
  }, 90_000);
  afterAll(async () => {
    await installation?.stop();
    await chain?.stop();
    dir.remove();
  });

  async function anchorAfter(count) {
    const lines = Array.from({ length: count }, (_, at) => `{"event_type":"order_filled","message":"order ${at}"}\n`);
    const headers = { "content-type": "application/x-ndjson" };
    const body = Buffer.from(lines.join(""));
    const { last_seq: seq } = await installation.call("/logs", { method: "POST", body, headers });
    await eventually("it is signed", async () => (await installation.call("/audit/status")).seq >= seq);
    return installation.call("/admin/audit/anchor", { method: "POST" });
  }

  const fsck = (...argv) =>
    spawnSync(process.execPath, [CLI_ENTRY, "fsck", dir.path, "--anchor-node", chain.url, ...argv], {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });

  it("anchors what it signed, and what it signs later, and the receipts hold", async () => {
    for (const count of [100, 300]) {
      const state = await anchorAfter(count);
      expect(state).toMatchObject({ error: null, behind: false });
      expect(state.size).toBeGreaterThanOrEqual(count);
    }
    const receipts = readdirSync(join(dir.path, "audit/receipts"));
    expect(receipts).toHaveLength(2);
    const { status, stdout } = fsck();
    expect([status, stdout]).toEqual([0, expect.stringMatching(/on the chain: \d+, \d+/)]);
  });

  it("names a receipt of which a bit was changed", async () => {
    const [name] = readdirSync(join(dir.path, "audit/receipts"));
    const path = join(dir.path, "audit/receipts", name);
    const before = readFileSync(path, "utf8");
    const at = before.indexOf("0x") + 20;
    writeFileSync(path, before.slice(0, at) + (before[at] === "1" ? "2" : "1") + before.slice(at + 1));
    const { status, stdout } = fsck();
    expect([status, stdout]).toEqual([1, expect.stringContaining(`receipts/${name}`)]);
    writeFileSync(path, before);
    expect(fsck().status).toBe(0);
  });

  it("goes on without the chain, says so, and the receipts hold without it", async () => {
    await chain.stop();
    const state = await anchorAfter(10);
    expect(state.error).toMatch(/\w/);
    expect((await installation.call("/audit/status")).state).toBe("running");
    const offline = spawnSync(process.execPath, [CLI_ENTRY, "fsck", dir.path], { encoding: "utf8" });
    expect([offline.status, offline.stdout]).toEqual([0, expect.stringContaining("on the chain")]);
  });
});
