/**
 * `npm start` from a fresh clone: looks at the machine, installs and builds what is missing, then is the `daybook start`
 * command with the demo bot. `DAYBOOK_*` variables and further arguments go through: `npm start -- --port 9000`.
 * This file and platform.mjs are written for old versions of Node too, so that the message is what their users read.
 */
import { thisMachine, whyUnsupported } from "./run/platform.mjs";

const unsupported = whyUnsupported(thisMachine());
if (unsupported) {
  process.stderr.write(`${unsupported}\n`);
  process.exitCode = 1;
} else {
  void import("./run/launch.mjs").then((launcher) => launcher.launch(process.argv.slice(2)));
}
