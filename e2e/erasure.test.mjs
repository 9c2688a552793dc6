import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directorySource, nodeHasher, nodeTrailFs, nodeVerifyEd25519 } from "@daybook/audit";
import { Findings, checkEvent, checkTrail, readTrailKeys } from "@daybook/verify";
import { eventually, sql, startInstallation, temporaryDir } from "./harness.mjs";

const CRYPTOGRAPHY = { hasher: nodeHasher, verifyEd25519: nodeVerifyEd25519 };
const EVENTS = 3_000;
/** Stands in each of Ada's events and nowhere else. */
const SECRET = "lovelace-7f3a";
const isAda = (at) => at % 10 === 0;
const isMorse = (at) => at % 10 === 5;

async function send(installation, from, to) {
  const lines = [];
  for (let at = from; at <= to; at++) {
    const who = isAda(at) ? { user_id: "ada", data: { note: SECRET } } : isMorse(at) ? { user_id: "morse" } : {};
    const message = `order ${at} filled`;
    lines.push(JSON.stringify({ event_type: "order_filled", message, id: `order-${at}`, service: "bot", ...who }));
  }
  const headers = { "content-type": "application/x-ndjson" };
  const body = Buffer.from(`${lines.join("\n")}\n`);
  const { last_seq: seq } = await installation.call("/logs", { method: "POST", body, headers });
  await eventually("it is stored and signed", async () => {
    const { readers } = await installation.call("/admin/status");
    return readers.every((reader) => reader.seq >= seq);
  });
}

function trickle(installation) {
  const headers = { "content-type": "application/x-ndjson" };
  return installation.call("/logs", { method: "POST", body: Buffer.from('{"message":"a heartbeat"}\n'), headers });
}

async function jobOf(installation, path, body = {}) {
  // One job at a time: the last may be at its last step.
  const { id } = await eventually("the job begins", () => installation.call(path, { method: "POST", body }));
  const isDone = async () => {
    // The engine removes old parts sooner while something comes in.
    await trickle(installation);
    const job = await installation.call(`/admin/jobs/${id}`);
    return job.state !== "running" && job;
  };
  return eventually("the job is done", isDone, 90_000);
}

async function search(installation, query) {
  const { events } = await installation.call(`/logs/search?limit=1000&query=${encodeURIComponent(query)}`);
  return events;
}

/** Every file below, as it is and inflated. */
function* contents(dir) {
  for (const name of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const path = join(name.parentPath, name.name);
    const bytes = readFileSync(path);
    yield [path, bytes.toString("latin1")];
    if (path.endsWith(".gz")) yield [path, gunzipSync(bytes).toString("latin1")];
  }
}

describe("erasing a subject", () => {
  let dir;
  let installation;
  let adasProof;
  let othersProof;
  let saved;
  beforeAll(async () => {
    dir = temporaryDir("erasure");
    // The smallest segments: the journal has several.
    const env = { DAYBOOK_JOURNAL_SEGMENT_SIZE_MB: "1", DAYBOOK_RETAIN_AT_LEAST: "trade=0,error=30" };
    installation = await startInstallation({ dataDir: dir.path, env });
    for (let at = 1; at <= EVENTS; at += 500) await send(installation, at, at + 499);
    adasProof = await installation.call("/logs/order-10/proof", { text: true });
    othersProof = await installation.call("/logs/order-15/proof", { text: true });
    saved = await installation.call("/checkpoint", { text: true });
  }, 90_000);
  afterAll(async () => {
    await installation?.stop();
    dir.remove();
  });

  async function check() {
    const job = await jobOf(installation, "/admin/audit/check");
    expect(job.state).toBe("done");
    return job.result;
  }

  it("is refused under a hold, which is recorded", async () => {
    const hold = await installation.call("/admin/holds", {
      method: "POST",
      body: { user_id: "ada", reason: "case 7" },
    });
    const plan = await installation.call("/admin/erasures", {
      method: "POST",
      body: { user_id: "ada", dry_run: true },
    });
    expect(plan).toMatchObject({ events: EVENTS / 10, refused: expect.stringContaining("case 7") });
    const job = await jobOf(installation, "/admin/erasures", { user_id: "ada" });
    expect([job.state, job.message]).toEqual(["failed", expect.stringContaining("case 7")]);
    expect(await search(installation, "user_id:ada")).toHaveLength(EVENTS / 10);
    await installation.call(`/admin/holds/${hold.id}`, { method: "DELETE" });
    const texts = await eventually("the events are found", async () => {
      const found = await search(installation, "event_type:legal_hold OR event_type:erasure");
      return found.length === 3 && found.map(({ message }) => message);
    });
    expect(texts.toSorted()).toEqual(["Erasure refused", "Legal hold lifted", "Legal hold placed"]);
  });

  it("leaves no copy in journal and store, also after a start, and every old proof stays valid", async () => {
    const backup = temporaryDir("erasure-backup");
    const copied = await jobOf(installation, "/admin/backup", { dir: join(backup.path, "b") });
    expect(copied.state).toBe("done");
    await eventually("the backup is known", async () => (await search(installation, "event_type:export")).length === 1);
    const job = await jobOf(installation, "/admin/erasures", { user_id: "ada", reason: "asked to" });
    expect(job).toMatchObject({ state: "done", result: { events: EVENTS / 10, journal_lines: EVENTS / 10 } });
    expect(job.result.not_reached.join()).toContain(backup.path);
    backup.remove();

    expect(await search(installation, "user_id:ada")).toEqual([]);
    expect(await search(installation, SECRET)).toEqual([]);
    await expect(installation.call("/logs/order-10")).rejects.toMatchObject({ status: 404 });
    await expect(installation.call("/logs/order-10/proof")).rejects.toMatchObject({ status: 404 });
    const old = await sql(
      dir.path,
      `SELECT name FROM system.parts WHERE NOT active AND table = 'logs' AND data_version <
        (SELECT max(arrayMax(block_numbers.number)) FROM system.mutations WHERE table = 'logs')`,
    );
    expect(old).toEqual([]);

    const source = directorySource(nodeTrailFs("public"), join(dir.path, "audit"));
    const keys = await readTrailKeys(source, CRYPTOGRAPHY, new Findings());
    for (const proof of [adasProof, othersProof])
      expect(await checkEvent(proof, keys, CRYPTOGRAPHY)).toMatchObject({ ok: true, record: "proven" });
    const knownHeads = [{ name: "before", note: Buffer.from(saved) }];
    const report = await checkTrail(source, { ...CRYPTOGRAPHY, knownHeads });
    expect(report).toMatchObject({ integrity: "sound", completeness: "sound", findings: [] });

    const sound = {
      integrity: "sound",
      completeness: "sound",
      findings: [],
      unchecked: [],
      erased_entries: EVENTS / 10,
    };
    expect(await check()).toMatchObject(sound);
    await installation.stop();
    for (const [path, text] of contents(join(dir.path, "journal"))) expect(text.includes(SECRET), path).toBe(false);
    for (const folder of ["state", "audit", "audit-state", "keys"])
      for (const [path, text] of contents(join(dir.path, folder)))
        expect(/lovelace|"ada"/.test(text), path).toBe(false);
    installation = await startInstallation({ dataDir: dir.path });
    const counts = await sql(dir.path, "SELECT count() AS n, countIf(user_id = 'ada') AS ada FROM daybook.logs");
    expect(counts[0].ada).toBe(0);
    expect(counts[0].n).toBeGreaterThan(EVENTS * 0.9);
    expect(await check()).toMatchObject(sound);
  });

  it("stays done when the store is made anew, and others can still be read from the beginning", async () => {
    const count = "SELECT countIf(service = 'bot') AS n, countIf(user_id = 'ada') AS ada FROM daybook.logs";
    const before = await sql(dir.path, count);
    const job = await jobOf(installation, "/admin/rebuild");
    expect(job.state).toBe("done");
    expect(await sql(dir.path, count)).toEqual(before);
    expect(before[0]).toEqual({ n: (EVENTS / 10) * 9, ada: 0 });
    const [morse] = await search(installation, "id:order-5");
    expect(morse).toMatchObject({ user_id: "morse", message: "order 5 filled" });
  });

  it("does not excuse what somebody removed by hand", async () => {
    const [{ seq }] = await sql(dir.path, "SELECT seq FROM daybook.logs WHERE id = 'order-7'");
    await sql(dir.path, "ALTER TABLE daybook.logs DELETE WHERE id = 'order-7' SETTINGS mutations_sync = 1");
    // Whoever may send events can say that something was erased; it was not done here.
    const { entry } = JSON.parse(Buffer.from(/^extra (\S+)/m.exec(othersProof)[1], "base64").toString());
    const data = { status: "done", subject: JSON.parse(entry).subject, last_seq: JSON.parse(entry).seq };
    const forged = `${JSON.stringify({ event_type: "erasure", message: "Erasure done", data })}\n`;
    const headers = { "content-type": "application/x-ndjson" };
    await installation.call("/logs", { method: "POST", body: Buffer.from(forged), headers });
    await sql(dir.path, "ALTER TABLE daybook.logs DELETE WHERE id = 'order-15' SETTINGS mutations_sync = 1");
    const forgedSeq = JSON.parse(entry).seq;
    const { findings } = await check();
    expect(findings.map(({ kind, path }) => [kind, path])).toEqual([
      ["record_missing", `store event ${seq}`],
      ["record_missing", `store event ${forgedSeq}`],
    ]);
    expect((await jobOf(installation, "/admin/rebuild")).state).toBe("done");
  });

  it("goes on after kill -9, wherever that was", async () => {
    for (const [round, delayMs] of [0, 40, 150, 400].entries()) {
      await send(installation, EVENTS + 1 + round * 20, EVENTS + 20 + round * 20);
      await installation.call("/admin/erasures", {
        method: "POST",
        body: { user_id: "ada", reason: `round ${round}` },
      });
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await installation.kill();
      installation = await startInstallation({ dataDir: dir.path });
      const begun = JSON.parse(readFileSync(join(dir.path, "state/erasure.json"), "utf8")).running !== null;
      if (!begun && (await search(installation, "user_id:ada")).length > 0) {
        // Killed before it was written down: nobody was promised anything.
        expect((await jobOf(installation, "/admin/erasures", { user_id: "ada" })).state).toBe("done");
      }
      const isEnded = async () => {
        await trickle(installation);
        const { running } = JSON.parse(readFileSync(join(dir.path, "state/erasure.json"), "utf8"));
        return running === null && (await search(installation, "user_id:ada")).length === 0;
      };
      await eventually("it is ended", isEnded, 90_000);
      expect(await check()).toMatchObject({ integrity: "sound", completeness: "sound", findings: [] });
    }
    expect(existsSync(join(dir.path, "state/erasure.json"))).toBe(true);
  }, 240_000);

  it("is not begun with a wrong name", async () => {
    for (const body of [{}, { user_id: "" }, { user_id: "a", producer: "b" }, { user_id: 7 }])
      await expect(installation.call("/admin/erasures", { method: "POST", body })).rejects.toMatchObject({
        status: 400,
      });
    const none = await installation.call("/admin/erasures", {
      method: "POST",
      body: { user_id: "nobody", dry_run: true },
    });
    expect(none).toMatchObject({ events: 0, classes: [], refused: null });
  });
});
