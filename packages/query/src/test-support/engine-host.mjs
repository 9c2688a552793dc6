// The engine in a process of its own: one JSON request a line on stdin, one JSON answer a line on stdout.
import { createInterface } from "node:readline";
import { Session } from "chdb";

const session = new Session();

for await (const line of createInterface({ input: process.stdin })) {
  const { sql, params } = JSON.parse(line);
  let answer;
  try {
    answer = {
      text: params ? session.queryBind(sql, params, "JSONCompactColumns") : session.query(sql, "JSONCompactColumns"),
    };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
session.close();
