import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface RpcQuestion {
  readonly id: number;
  readonly method: string;
  /** Left out where there are none. */
  readonly params?: readonly unknown[];
}

/** What becomes of a question: an answer, an error, a status of HTTP, an ended connection, an answer that never ends. */
export type RpcOutcome =
  | { result: unknown }
  | { error: { code: number; message: string; data?: unknown } }
  | { status: number; body?: string }
  | "hang up"
  | "stall"
  | "stall in the answer";

export interface HttpNode {
  readonly url: string;
  readonly asked: readonly RpcQuestion[];
  close(): Promise<void>;
}

/** An HTTP server that speaks JSON-RPC, each question being answered by the function. */
export async function startHttpNode(
  answer: (question: RpcQuestion) => Promise<RpcOutcome> | RpcOutcome,
): Promise<HttpNode> {
  const asked: RpcQuestion[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const question = JSON.parse(body) as RpcQuestion;
      asked.push(question);
      reply(response, question, await answer(question));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/secret-key`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function reply(response: ServerResponse, { id }: RpcQuestion, outcome: RpcOutcome): void {
  if (outcome === "stall") return;
  if (outcome === "hang up") {
    response.destroy();
    return;
  }
  if (outcome !== "stall in the answer" && "status" in outcome) {
    response.writeHead(outcome.status).end(outcome.body ?? "");
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  if (outcome === "stall in the answer") response.write(`{"jsonrpc":"2.0","id":${id},`);
  else response.end(JSON.stringify({ jsonrpc: "2.0", id, ...outcome }));
}
