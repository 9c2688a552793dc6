import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runStep, seconds } from "./step.mjs";

const BUILD_TIMEOUT_MS = 5 * 60_000;

/** The page is made of its own sources and of the packages that it talks through. */
const DASHBOARD_SOURCES = [
  "apps/dashboard/src",
  "apps/dashboard/public",
  "apps/dashboard/index.html",
  "apps/dashboard/package.json",
  "apps/dashboard/vite.config.ts",
  "packages/protocol/src",
  "packages/query/src",
  "packages/client/src",
  "package-lock.json",
];
const DASHBOARD_PRODUCT = "apps/dashboard/dist/index.html";

/** True when `product` is missing or older than any file under `sources`. Paths from `root`; absent sources are passed over. */
export function isStale(root, product, sources) {
  const at = join(root, product);
  if (!existsSync(at)) return true;
  const built = statSync(at).mtimeMs;
  return sources.some((source) => newest(join(root, source)) > built);
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

/** The parts of a build. `tsc -b` itself knows what is stale and is quick when nothing is. */
export function buildParts(root = ROOT) {
  const parts = [{ name: "libraries and server", command: ["node_modules/typescript/bin/tsc", "-b"], cwd: root }];
  if (existsSync(join(root, "apps/dashboard/index.html")) && isStale(root, DASHBOARD_PRODUCT, DASHBOARD_SOURCES)) {
    parts.push({
      name: "dashboard",
      command: ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "apps/dashboard"],
      cwd: root,
    });
  }
  return parts;
}

/**
 * Builds what is stale. The compiler's words are shown only when it fails.
 * @returns {Promise<boolean>} false when it failed
 */
export async function buildIfNeeded(write = (text) => process.stdout.write(text)) {
  for (const part of buildParts()) {
    write(`Building ${part.name} … `);
    const result = await runStep(process.execPath, part.command, { cwd: part.cwd, timeoutMs: BUILD_TIMEOUT_MS });
    if (result.code !== 0) {
      write(`failed\n${result.output}\n`);
      return false;
    }
    write(`done in ${seconds(result.durationMs)}\n`);
  }
  return true;
}
