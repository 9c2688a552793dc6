import type { Level } from "@daybook/protocol";
import type { ConsoleFormat } from "../console/console-sink.ts";
import type { FileRoute, RotationOptions } from "../files/file-options.ts";
import { DEFAULT_FILES } from "../files/file-options.ts";
import { configError } from "./environment.ts";

/** Which files there are and what the console shows, when nobody says otherwise. */
export interface Layout extends RotationOptions {
  readonly level: Level;
  readonly console: { readonly format: ConsoleFormat; readonly level?: Level };
  readonly files: readonly FileRoute[];
  /** Where files go unless a directory is named; absent: no files then. */
  readonly dir?: string;
}

const TRADES = ["account", "trade", "strategy", "decision", "risk"];

/**
 * `daybook` is the default. The others have the files, sizes and counts of well-known trading programs, for those who come from
 * them: `daybot` an audit log by subject, `trading` a text log beside trades by day, `chimera` one log beside executions.
 */
export const LAYOUTS = {
  daybook: { level: "INFO", console: { format: "auto" }, files: DEFAULT_FILES },
  daybot: {
    level: "DEBUG",
    console: { format: "auto", level: "INFO" },
    dir: "logs",
    maxSizeBytes: "50MB",
    backupCount: 10,
    files: [
      { name: "audit" },
      { name: "trades", categories: TRADES },
      { name: "system", categories: ["system", "api", "bot", "access", "daybook"] },
      { name: "errors", level: "ERROR" },
      { name: "performance", categories: ["performance"] },
    ],
  },
  trading: {
    level: "DEBUG",
    console: { format: "text", level: "INFO" },
    dir: "logs",
    compress: false,
    files: [
      { name: "trading", format: "text", maxSizeBytes: "10MB", backupCount: 5 },
      { name: "trades", categories: TRADES, rotate: "local-day", backupCount: 30 },
    ],
  },
  chimera: {
    level: "INFO",
    console: { format: "json" },
    dir: "logs",
    maxSizeBytes: "100MB",
    files: [
      { name: "chimera", backupCount: 10 },
      { name: "executions", categories: ["execution"], backupCount: 50 },
    ],
  },
} as const satisfies Record<string, Layout>;

export type LayoutName = keyof typeof LAYOUTS;

/** The layout of that name. Throws DAYBOOK_LOGGER_CONFIG with the list when there is none. */
export function layoutOf(name: unknown, setting: string): Layout {
  const found = typeof name === "string" && Object.hasOwn(LAYOUTS, name) ? LAYOUTS[name as LayoutName] : undefined;
  if (found === undefined) throw configError(setting, name, `one of ${Object.keys(LAYOUTS).join(", ")}`);
  return found;
}
