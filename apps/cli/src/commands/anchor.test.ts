import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createTestHost, runIn } from "../test-support/test-host.ts";
import type { CliResult } from "../test-support/test-host.ts";

async function anchorWith(reply: object, ...argv: string[]): Promise<CliResult> {
  const server = createServer((request, response) => {
    const isRight = request.method === "POST" && request.url === "/admin/audit/anchor";
    response.writeHead(isRight ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(reply));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await runIn(
      createTestHost({ env: { DAYBOOK_URL: url, DAYBOOK_KEY: "k" }, cwd: "/here" }),
      "anchor",
      ...argv,
    );
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const STATE = { name: "evm", size: 700, anchored_at: "2026-01-05T09:30:00.000Z", behind: false, error: null };

test("says what is anchored", async () => {
  expect(await anchorWith(STATE)).toEqual({
    code: 0,
    out: "Anchored: 700 entries, at 2026-01-05T09:30:00.000Z.\n",
    err: "",
  });
  expect(JSON.parse((await anchorWith(STATE, "--json")).out)).toEqual(STATE);
});

test("ends with 1 and the reason when it could not be", async () => {
  const { code, err } = await anchorWith({ ...STATE, error: "the account has no funds" });
  expect(code).toBe(1);
  expect(err).toContain("the account has no funds");
});
