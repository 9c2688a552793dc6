import { fileURLToPath } from "node:url";
import { buildIfNeeded } from "./build.mjs";
import { installIfNeeded } from "./install.mjs";

const COMMAND = new URL("../../apps/cli/bin/daybook.mjs", import.meta.url);

/**
 * Installs and builds what is missing, then becomes `daybook start`. It stays this process: signals and the exit code are the
 * server's own, and nothing stands between.
 * @param {readonly string[]} args for `daybook start`
 */
export async function launch(args) {
  if (!(await installIfNeeded()) || !(await buildIfNeeded())) {
    process.exitCode = 1;
    return;
  }
  process.env.DAYBOOK_DEMO ??= "1";
  process.argv = [process.argv[0], fileURLToPath(COMMAND), "start", ...args];
  await import(COMMAND.href);
}
