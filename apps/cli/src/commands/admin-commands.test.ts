import { describe, expect, test } from "vitest";
import type { Job } from "@daybook/client";
import { ADMIN_KEY, FakeDaybook } from "../test-support/fake-daybook.ts";
import { createTestHost, runIn, type CliResult } from "../test-support/test-host.ts";

function run(fake: FakeDaybook, ...argv: string[]): Promise<CliResult> {
  return runIn(createTestHost({ env: { DAYBOOK_URL: fake.url, DAYBOOK_KEY: ADMIN_KEY }, cwd: "/here" }), ...argv);
}

describe("keys", () => {
  test("create shows the key alone on standard output; list and revoke go by its id", async () => {
    await using fake = await new FakeDaybook().start();
    expect(await run(fake, "keys", "create", "--role", "ingest", "--name", "bot 1")).toEqual({
      code: 0,
      out: "dbk_new\n",
      err: "Key k1 of role ingest; keep it now, it is not shown again:\n",
    });
    const { out } = await run(fake, "keys", "list");
    expect(out).toBe("id  role    name   created\nk1  ingest  bot 1  2024-01-15T10:30:45.000Z\n");
    expect(JSON.parse((await run(fake, "keys", "list", "--json")).out)).toEqual(fake.keys);
    expect(await run(fake, "keys", "revoke", "k1")).toMatchObject({ code: 0, out: "Revoked k1.\n" });
    expect(await run(fake, "keys", "list")).toMatchObject({ out: "No keys besides the admin key.\n" });
    expect(await run(fake, "keys", "revoke", "k1")).toMatchObject({
      code: 1,
      err: expect.stringContaining("no key has this id"),
    });
  });

  test("signin prints the link alone", async () => {
    await using fake = await new FakeDaybook().start();
    expect(await run(fake, "keys", "signin")).toEqual({ code: 0, out: `${fake.url}/#signin=c0de\n`, err: "" });
  });

  test.each([
    [["keys", "create"], "--role"],
    [["keys", "create", "--role", "king"], "ingest, read_only, admin"],
    [["keys", "revoke"], "id"],
    [["keys", "lits"], "Did you mean list?"],
  ])("%j says %j", async (argv, text) => {
    await using fake = await new FakeDaybook().start();
    const { code, err } = await run(fake, ...argv);
    expect(err).toContain(text);
    expect(code).toBe(2);
  });
});

describe("jobs", () => {
  const running: Job = { id: "j1", kind: "rebuild", state: "running", progress: 0.5, message: "half" };

  test("rebuild store waits for its end", async () => {
    await using fake = await new FakeDaybook().start();
    fake.jobs.set("j1", [running, running, { ...running, state: "done", progress: 1, message: "7 events" }]);
    expect(await run(fake, "rebuild", "store")).toEqual({ code: 0, out: "The store is rebuilt.\n", err: "" });
  });

  test("a failed job is exit code 1 with its message", async () => {
    await using fake = await new FakeDaybook().start();
    fake.jobs.set("j1", [running, { ...running, state: "failed", message: "no space" }]);
    const { code, err } = await run(fake, "backup", "copy");
    expect(code).toBe(1);
    expect(err).toContain("Backup failed: no space");
    expect(fake.bodies).toEqual(['{"dir":"/here/copy"}']);
  });

  test("only the store can be rebuilt", async () => {
    await using fake = await new FakeDaybook().start();
    expect(await run(fake, "rebuild", "journal")).toMatchObject({ code: 2, err: expect.stringContaining("store") });
  });
});

describe("stats", () => {
  test("for people and as JSON", async () => {
    await using fake = await new FakeDaybook().start();
    fake.add('{"message":"m"}');
    fake.add('{"message":"m"}');
    const { out } = await run(fake, "stats", "--range", "1h");
    expect(out).toMatchInlineSnapshot(`
      "Last 1h: 2 events (-50 %), 1 error

        ERROR                      1  ██████████████████████████████
        INFO                       1  ██████████████████████████████

      Services
        engine            2

      Errors over time
        ·█
        2024-01-15T09:00 … 2024-01-15T10:00 UTC
      "
    `);
    expect(JSON.parse((await run(fake, "stats", "--json")).out)).toMatchObject({ range: "24h", total: 2 });
    expect(await run(fake, "stats", "--range", "2h")).toMatchObject({ code: 2 });
  });
});

describe("doctor", () => {
  test("all is well", async () => {
    await using fake = await new FakeDaybook().start();
    const { code, out } = await run(fake, "doctor");
    expect(code).toBe(0);
    expect(out).toContain("✓ Engine");
    expect(out).not.toContain("✗");
  });

  test("each fault has its remedy, and the exit code is 1", async () => {
    await using fake = await new FakeDaybook().start();
    fake.ready.isReady = false;
    fake.status.engine.state = "down";
    fake.status.readers[0] = { name: "store", seq: 1, lag_events: 9_000, lag_seconds: 90, error: null };
    const { code, out } = await run(fake, "doctor", "--json");
    expect(code).toBe(1);
    const { healthy, findings } = JSON.parse(out) as {
      healthy: boolean;
      findings: { name: string; state: string; mend?: string }[];
    };
    expect(healthy).toBe(false);
    const states = Object.fromEntries(findings.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ Ready: "failed", Engine: "failed", "Reader store": "warning", Server: "ok" });
    expect(findings.filter(({ state, mend }) => state !== "ok" && !mend)).toEqual([]);
  });

  test("no server, and a wrong key, are findings", async () => {
    const fake = await new FakeDaybook().start();
    const wrong = createTestHost({ env: { DAYBOOK_URL: fake.url, DAYBOOK_KEY: "wrong" } });
    expect((await runIn(wrong, "doctor")).out).toMatch(/✗ Key +no key was sent/);
    await fake[Symbol.asyncDispose]();
    const { code, out } = await run(fake, "doctor");
    expect(code).toBe(1);
    expect(out).toMatch(/✗ Server +Cannot reach/);
    expect(out).toContain("daybook start");
  });
});
