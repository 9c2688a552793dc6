export { main } from "./main.ts";
export { runCli } from "./run-cli.ts";
export { EXIT } from "./exit-codes.ts";
export type { ExitCode } from "./exit-codes.ts";
export type { Host, Output, SignalName } from "./host.ts";
export { LogAnalyzer } from "./report/log-analyzer.ts";
