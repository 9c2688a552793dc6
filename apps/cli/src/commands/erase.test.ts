import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createTestHost, runIn } from "../test-support/test-host.ts";
import type { CliResult } from "../test-support/test-host.ts";

const PLAN = {
  events: 3,
  classes: [{ retention_class: "trade", events: 3, first_seq: 1, last_seq: 9, newest: "2026-01-05T09:30:00Z" }],
  refused: null as string | null,
  not_reached: ["backup /b"],
};
const HOLD = {
  id: "h1",
  subject: { field: "user_id", value: "ada" },
  reason: "case 7",
  by: "admin",
  placed_at: "2026-01-05T09:30:00.000Z",
};

/** Answers as the server does, and keeps what it was asked. */
async function ask(plan: typeof PLAN, ...argv: string[]): Promise<CliResult & { asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      asked.push(`${request.method} ${request.url} ${body}`);
      const job = {
        id: "j",
        kind: "erasure",
        state: "done",
        progress: 1,
        result: { events: 3, not_reached: ["backup /b"] },
      };
      const replies: Record<string, object> = {
        "POST /admin/erasures": body.includes('"dry_run":true') ? plan : { ...job, state: "running", progress: 0 },
        "GET /admin/jobs/j": job,
        "GET /admin/holds": { holds: [HOLD, { ...HOLD, id: "h2", subject: null }] },
        "POST /admin/holds": HOLD,
        "DELETE /admin/holds/h1": {},
      };
      const reply = replies[`${request.method} ${request.url}`];
      response.writeHead(reply ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(reply ?? {}));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const host = createTestHost({ env: { DAYBOOK_URL: url, DAYBOOK_KEY: "k" }, cwd: "/here" });
    return { ...(await runIn(host, ...argv)), asked };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test("shows what would go, and does nothing without --yes", async () => {
  const { code, out, asked } = await ask(PLAN, "erase", "--user", "ada");
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "3 events would be erased:
      trade: 3 events, the newest of 2026-01-05T09:30:00Z
    Not reached, see to them yourself:
      backup /b
    Add --yes to erase them. It cannot be undone.
    "
  `);
  expect(asked).toEqual(['POST /admin/erasures {"user_id":"ada","dry_run":true}']);
  expect((await ask({ ...PLAN, events: 0, classes: [] }, "erase", "--user", "bob")).out).toContain("no events");
});

test("erases with --yes", async () => {
  const { code, out, asked } = await ask(PLAN, "erase", "--producer", "bot:1", "--yes", "--reason", "asked to");
  expect(code).toBe(0);
  expect(out).toContain("Erased: 3 events.");
  expect(out).toContain("backup /b");
  expect(asked[1]).toBe('POST /admin/erasures {"producer":"bot:1","reason":"asked to"}');
});

test("a refusal is exit code 1 with its reason, and the server hears of it when it was meant", async () => {
  const plan = { ...PLAN, refused: "legal hold h1" };
  const meant = await ask(plan, "erase", "--user", "ada", "--yes");
  expect([meant.code, meant.asked.length]).toEqual([1, 2]);
  expect(meant.err).toContain("legal hold h1");
  expect((await ask(plan, "erase", "--user", "ada")).asked).toHaveLength(1);
});

test("holds are placed, listed and lifted", async () => {
  const placed = await ask(PLAN, "hold", "place", "--user", "ada", "--reason", "case 7");
  expect([placed.code, placed.out]).toEqual([0, "Hold h1 is placed on user ada.\n"]);
  expect(placed.asked).toEqual(['POST /admin/holds {"user_id":"ada","reason":"case 7"}']);
  const all = await ask(PLAN, "hold", "place", "--everything", "--reason", "case 8");
  expect(all.asked).toEqual(['POST /admin/holds {"reason":"case 8"}']);
  const { out } = await ask(PLAN, "hold", "list");
  expect(out).toContain("h1  user ada");
  expect(out).toContain("h2  everything");
  expect((await ask(PLAN, "hold", "lift", "h1")).out).toBe("Hold h1 is lifted.\n");
});

test.each([
  [["erase"], "--user"],
  [["erase", "--user", "a", "--producer", "b"], "Give one"],
  [["erase", "--user", ""], "no name"],
  [["hold", "place", "--reason", "x"], "--everything"],
  [["hold", "place", "--user", "a", "--everything", "--reason", "x"], "Give one"],
  [["hold", "place", "--user", "a"], "--reason"],
])("%j says what is right", async (argv, text) => {
  const { code, err } = await ask(PLAN, ...argv);
  expect(err).toContain(text);
  expect(code).toBe(2);
});
