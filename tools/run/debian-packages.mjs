import { existsSync } from "node:fs";
import { runStep } from "./step.mjs";

const INSTALL_TIMEOUT_MS = 10 * 60_000;

/**
 * Installs packages of the system where we may.
 * @returns {Promise<string | undefined>} why it could not be done
 */
export async function installPackages(title, names, write = (text) => process.stdout.write(text)) {
  if (!existsSync("/usr/bin/apt-get")) return `no ${title}, and no apt-get to install it`;
  if (process.getuid?.() !== 0) return `no ${title}, and only root may install it: apt-get install ${names.join(" ")}`;
  write(`Installing ${title} from the system's packages … `);
  const options = { timeoutMs: INSTALL_TIMEOUT_MS, env: { DEBIAN_FRONTEND: "noninteractive" } };
  const steps = [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", ...names],
  ];
  for (const args of steps) {
    const result = await runStep("apt-get", args, options);
    if (result.code !== 0) {
      write("failed\n");
      return `apt-get ${args[0]} failed: ${result.output.trim().split("\n").at(-1)}`;
    }
  }
  write("done\n");
  return undefined;
}
