/**
 * `npm start` from a fresh clone: looks at the machine, installs and builds what is missing, then is the `daybook start`
 * command with the demo bot. `DAYBOOK_*` variables and further arguments go through: `npm start -- --port 9000`.
 */
import { fileURLToPath } from "node:url";
import { thisMachine, whyUnsupported } from "./run/platform.mjs";

const unsupported = whyUnsupported(thisMachine());
if (unsupported) {
  process.stderr.write(`${unsupported}\n`);
  process.exit(1);
}

// Loaded late: older versions of Node cannot read what follows, and have had their message by now.
const { installIfNeeded } = await import("./run/install.mjs");
const { buildIfNeeded } = await import("./run/build.mjs");
if (!(await installIfNeeded()) || !(await buildIfNeeded())) process.exit(1);

process.env.DAYBOOK_DEMO ??= "1";
// The same process from here on: signals and the exit code are the server's own, nothing stands between.
const command = new URL("../apps/cli/bin/daybook.mjs", import.meta.url);
process.argv = [process.argv[0], fileURLToPath(command), "start", ...process.argv.slice(2)];
await import(command.href);
