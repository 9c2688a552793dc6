import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ErasurePlan } from "@daybook/client";
import { createTestHost, runIn } from "./test-host.ts";
import type { CliResult } from "./test-host.ts";

export const PLAN: ErasurePlan = {
  events: 3,
  classes: [{ retention_class: "trade", events: 3, first_seq: 1, last_seq: 9, newest: "2026-01-05T09:30:00Z" }],
  refused: null,
  not_reached: ["backup /b"],
};

const HOLD = {
  id: "h1",
  subject: { field: "user_id", value: "ada" },
  reason: "case 7",
  by: "admin",
  placed_at: "2026-01-05T09:30:00.000Z",
};

/** Runs a command line against a server that answers as Daybook does to erasures and holds, and gives what it was asked. */
export async function askErasure(plan: ErasurePlan, ...argv: string[]): Promise<CliResult & { asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      asked.push(`${request.method} ${request.url} ${body}`);
      const result = { events: 3, not_reached: ["backup /b"] };
      const job = { id: "j", kind: "erasure", state: "done", progress: 1, result };
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
