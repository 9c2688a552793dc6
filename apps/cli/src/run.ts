import type { ExitCode } from "./exit-codes.ts";

/** What a command tells about itself while it runs. */
export interface Run {
  exitCode: ExitCode;
  /** The query that was sent: an error's position counts in it. */
  query: string | undefined;
}
