import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A real engine with an empty store, for tests. */
export interface Engine {
  /** Columns of the answer, in order. */
  query(sql: string, params?: Record<string, unknown>): Promise<unknown[][]>;
  close(): Promise<void>;
}

export function openEngine(): Engine {
  const child = spawn(process.execPath, [fileURLToPath(new URL("./engine-host.mjs", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();

  async function ask(sql: string, params?: Record<string, unknown>): Promise<unknown[][]> {
    child.stdin.write(`${JSON.stringify({ sql, params })}\n`);
    const { value } = await answers.next();
    if (typeof value !== "string") throw new Error("The engine ended");
    const answer = JSON.parse(value) as { text?: string; error?: string };
    if (answer.error !== undefined) throw new Error(`${answer.error}\n${sql}`);
    return answer.text ? (JSON.parse(answer.text) as unknown[][]) : [];
  }

  return {
    query(sql, params) {
      const answer = last.then(() => ask(sql, params));
      last = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}
