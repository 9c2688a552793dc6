import { EXIT, type ExitCode } from "./exit-codes.ts";
import { reportOf, type FailureReport } from "./command-failure.ts";
import type { Host, Output } from "./host.ts";
import { buildProgram } from "./program.ts";
import type { Run } from "./run.ts";

/** Runs one command line (without `node` and the script) to its end. Never rejects. */
export async function runCli(argv: readonly string[], host: Host): Promise<ExitCode> {
  const run: Run = { exitCode: EXIT.ok, query: undefined };
  try {
    await buildProgram(host, run).parseAsync(argv, { from: "user" });
  } catch (error) {
    const report = reportOf(error, host.interrupted, run.query);
    if (report === undefined) return host.interrupted.reason === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
    if (report.message !== "") host.err.write(formatFailure(report, argv.includes("--json"), host.err));
    return report.exitCode;
  }
  return run.exitCode;
}

function formatFailure(report: FailureReport, asJson: boolean, output: Output): string {
  const { message, hint, code, query, exitCode } = report;
  if (asJson) {
    const position = query?.position;
    const error = { code: code ?? "DAYBOOK_CLI_FAILED", detail: message, hint, position, exit_code: exitCode };
    return `${JSON.stringify({ error })}\n`;
  }
  const { paint } = output;
  const lines = [`${paint.red("daybook:")} ${message}`];
  if (query !== undefined && query.text.length <= output.columns * 2) {
    lines.push(`  ${query.text}`, `  ${" ".repeat(query.position)}${paint.red("^")}`);
  }
  if (hint !== "") lines.push(`  ${paint.bold("next:")} ${hint}`);
  if (code !== undefined) lines.push(paint.dim(`  code: ${code}`));
  return `${lines.join("\n")}\n`;
}
