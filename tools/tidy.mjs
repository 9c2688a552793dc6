/** Our own style as a check: names, sizes, doors between rooms, nothing unfinished, no link into the void. */
import { chdir } from "node:process";
import { ROOT } from "./run/step.mjs";
import { tidy } from "./tidy/rules.mjs";
import { listSources } from "./tidy/sources.mjs";

chdir(ROOT);
const sources = listSources();
const findings = tidy(sources);
for (const { path, line, rule, message } of findings) process.stdout.write(`${path}:${line} ${rule}: ${message}\n`);
process.stdout.write(`${sources.length} files, ${findings.length} findings\n`);
process.exitCode = findings.length > 0 ? 1 : 0;
