import { createNodeHost } from "./node-host.ts";
import { runCli } from "./run-cli.ts";

/** The process: runs the command line and leaves with its exit code. */
export async function main(): Promise<void> {
  const exit = (code: number): void => process.exit(code);
  // `daybook search | head`: the reader has what it wants. Nothing is wrong, and nobody is there to be told.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") exit(0);
    throw error;
  });
  process.stderr.on("error", () => exit(1));
  const host = createNodeHost(exit);
  const code = await runCli(process.argv.slice(2), host);
  // An exit would throw away what a slow reader at the other end of a pipe has not taken yet.
  await Promise.all([host.out.drained(), host.err.drained()]);
  exit(code);
}
