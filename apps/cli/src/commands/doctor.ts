import { createClient } from "@daybook/client";
import { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { findTarget, isLoopback, withServerFlags, type ServerFlags } from "../connect.ts";
import { failed, ok, type Finding } from "../doctor/check.ts";
import { checkDataDir } from "../doctor/data-dir-checks.ts";
import { checkClock, checkNode, checkPlatform } from "../doctor/machine-checks.ts";
import { checkServer } from "../doctor/server-checks.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host, Output } from "../host.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { cliVersion } from "../cli-version.ts";
import type { Run } from "../run.ts";

export function addDoctorCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("doctor")
    .summary("say what is wrong and how to mend it")
    .description(
      "Check this machine, the data directory and the server; say for each what is wrong and how to mend it.",
    )
    .option("--json", "the findings as JSON")
    .action(async (flags: ServerFlags & { json?: true }) => {
      const findings = await examine(flags, host);
      const isHealthy = findings.every(({ state }) => state !== "failed");
      host.out.write(
        flags.json ? `${JSON.stringify({ healthy: isHealthy, findings })}\n` : formatFindings(findings, host.out),
      );
      if (!isHealthy) run.exitCode = EXIT.someFailed;
    });
  program.addCommand(withServerFlags(command));
}

async function examine(flags: ServerFlags, host: Host): Promise<Finding[]> {
  const findings = [
    checkNode(process.versions.node),
    checkPlatform(process.platform, process.arch),
    checkClock(host.nowMs()),
  ];
  let target;
  try {
    target = await findTarget(flags, host);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return [...findings, failed("Key", error.message, error.hint)];
  }
  const isLocal = isLoopback(target.url);
  if (isLocal) findings.push(...(await checkDataDir(target.dataDir)));
  if (target.key !== undefined) findings.push(ok("Key", `from ${target.keyOrigin}`));
  const client = createClient({ baseUrl: target.url, ...(target.key !== undefined && { key: target.key }) });
  return [...findings, ...(await checkServer(client, cliVersion(), isLocal, host.interrupted))];
}

function formatFindings(findings: readonly Finding[], { paint }: Pick<Output, "paint">): string {
  const marks = { ok: paint.green("✓"), warning: paint.yellow("!"), failed: paint.red("✗") };
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, state, detail, mend }) => [
    `${marks[state]} ${name.padEnd(width)}  ${plainLine(detail)}`,
    ...(mend === undefined ? [] : [`  ${" ".repeat(width)}  ${paint.bold("mend:")} ${mend}`]),
  ]);
  return `${lines.join("\n")}\n`;
}
