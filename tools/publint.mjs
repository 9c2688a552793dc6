/** What npm would publish of each public package: its doors lead to files, for every way of importing. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { ROOT } from "./run/step.mjs";

let problems = 0;
for (const name of readdirSync(join(ROOT, "packages"))) {
  const folder = join(ROOT, "packages", name);
  const file = join(folder, "package.json");
  if (!existsSync(file)) continue;
  const pkg = JSON.parse(readFileSync(file, "utf8"));
  if (pkg.private === true) continue;
  const { messages } = await publint({ pkgDir: folder, strict: true });
  problems += messages.length;
  process.stdout.write(`${pkg.name}: ${messages.length === 0 ? "ready to publish" : ""}\n`);
  for (const message of messages) process.stdout.write(`  ${message.type}: ${formatMessage(message, pkg)}\n`);
}
process.exitCode = problems > 0 ? 1 : 0;
