import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTrail } from "../test-support/audit-trail.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn } from "../test-support/test-host.ts";
import type { CliResult } from "../test-support/test-host.ts";

/** Runs `daybook export` against a server that gives this evidence: a status with a problem, or the text, whole or cut off. */
async function exportFrom(
  dir: string,
  answer: { status: number; text: string; isCut?: boolean },
  ...argv: string[]
): Promise<CliResult & { asked: URLSearchParams | undefined }> {
  let asked: URLSearchParams | undefined;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    if (url.pathname === "/version") return response.writeHead(200).end('{"name":"daybook","version":"1"}');
    asked = url.searchParams;
    if (answer.isCut) {
      response.writeHead(200, { "content-length": answer.text.length }).write(answer.text.slice(0, 5_000));
      return setTimeout(() => response.destroy(), 20);
    }
    return response.writeHead(answer.status, { "content-type": "application/x-ndjson" }).end(answer.text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const host = createTestHost({ env: { DAYBOOK_URL: url, DAYBOOK_KEY: "k" }, cwd: dir });
    return { ...(await runIn(host, "export", "--evidence", "e.ndjson", ...argv)), asked };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test("evidence is written whole and checked; a cut answer leaves nothing", async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, "e.ndjson");
  const text = await (await makeTrail(join(dir.path, "data"), 300)).evidence();
  const cut = await exportFrom(dir.path, { status: 200, text, isCut: true }, "--from", "1h");
  expect([cut.code, existsSync(file), existsSync(`${file}.part`)]).toEqual([2, false, false]);
  const made = await exportFrom(dir.path, { status: 200, text }, "--from", "2026-01-05", "--query", "service:engine");
  expect([made.code, made.err]).toEqual([0, "Written to e.ndjson.\n"]);
  expect(made.out).toContain("299 records proven");
  expect(readFileSync(file, "utf8")).toBe(text);
  expect(Object.fromEntries(made.asked ?? [])).toEqual({
    from: "2026-01-05T00:00:00Z",
    to: "now",
    query: "service:engine",
  });
});

test("a refusal is exit code 2 with the server's reason", async () => {
  await using dir = await temporaryDir();
  const text = '{"detail":"from is after to","hint":"Turn them round."}';
  const { code, err } = await exportFrom(dir.path, { status: 400, text }, "--from", "1h");
  expect(code).toBe(2);
  expect(err).toContain("from is after to");
  expect(err).toContain("Turn them round.");
});

test.each([
  [[], "--from"],
  [["--from", "soon"], "not a time"],
])("%j says what is right", async (argv, wanted) => {
  const { code, err } = await exportFrom("/here", { status: 200, text: "" }, ...argv);
  expect(err).toContain(wanted);
  expect(code).toBe(2);
});
