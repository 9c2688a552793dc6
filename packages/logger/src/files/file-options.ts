import { resolve } from "node:path";
import type { Level } from "@daybook/protocol";
import { configError, parseCount, parseSize } from "../config/environment.ts";
import { DEFAULT_BACKUP_COUNT, DEFAULT_MAX_SIZE_BYTES } from "../limits.ts";
import type { Rotation } from "./day-clock.ts";
import { ROTATIONS } from "./day-clock.ts";
import type { OverflowOption, OverflowPolicy } from "./overflow.ts";
import { DEFAULT_OVERFLOW, parseOverflow } from "./overflow.ts";

/** How a file grows and what is kept of it. */
export interface RotationOptions {
  /** A number of bytes or a text like `50MB`. Default 50 MB. */
  readonly maxSizeBytes?: number | string;
  /** Files put aside that are kept, for each file. Default 10. */
  readonly backupCount?: number;
  /** `utc-day` and `local-day`: the first line of a new day begins a new file, too. Default `size`. */
  readonly rotate?: Rotation;
  /** Files put aside whose day is longer ago are removed. Default: their age does not matter. */
  readonly maxAgeDays?: number;
  /** Whether files put aside are compressed. Default true. */
  readonly compress?: boolean;
}

/** What goes into one file: events of these categories and of this level and above. The rest as for all files. */
export interface FileRoute extends RotationOptions {
  /** File name without `.log`. */
  readonly name: string;
  /** Default: all. */
  readonly categories?: readonly string[];
  /** Default: all. */
  readonly level?: Level;
  /** `text`: lines as Python's bots write them, time, level, logger and message. Default `json`. */
  readonly format?: FileFormat;
}

export type FileFormat = "json" | "text";
const FORMATS: readonly unknown[] = ["json", "text"];

export interface FileSinkOptions extends RotationOptions {
  /** Made when it is missing. */
  readonly dir: string;
  /** Default: {@link DEFAULT_FILES}. */
  readonly files?: readonly FileRoute[];
  readonly level?: Level;
  /** What all files put aside may take together, bytes or a text like `2GB`; the oldest go first. Default: no limit. */
  readonly maxTotalBytes?: number | string;
  /** What happens to a line while the disk takes none and the memory for it is full. Default `drop-newest`. */
  readonly overflow?: OverflowOption;
  /** Milliseconds since 1970, for days. Default: the system's clock. */
  readonly nowMs?: () => number;
}

/** `audit.log` gets every event, `errors.log` ERROR and above, the others their categories. */
export const DEFAULT_FILES: readonly FileRoute[] = [
  { name: "audit" },
  { name: "errors", level: "ERROR" },
  { name: "trades", categories: ["account", "trade", "strategy", "decision", "risk"] },
  { name: "executions", categories: ["execution"] },
  { name: "system", categories: ["system", "api", "bot", "access", "daybook"] },
  { name: "performance", categories: ["performance"] },
];

/** A route with everything decided. */
export interface ParsedRoute {
  readonly route: FileRoute;
  readonly stem: string;
  readonly maxSizeBytes: number;
  readonly backupCount: number;
  readonly rotate: Rotation;
  readonly maxAgeDays: number;
  readonly compress: boolean;
}

export interface ParsedFileOptions {
  readonly dir: string;
  readonly routes: readonly ParsedRoute[];
  readonly level: Level | undefined;
  readonly maxTotalBytes: number;
  readonly overflow: ReadonlyMap<number, OverflowPolicy>;
  readonly nowMs: () => number;
}

/** Throws DAYBOOK_LOGGER_CONFIG when an option is wrong. */
export function parseFileOptions(options: FileSinkOptions): ParsedFileOptions {
  const { dir, level, files = DEFAULT_FILES, maxTotalBytes, overflow = DEFAULT_OVERFLOW, nowMs = Date.now } = options;
  if (typeof dir !== "string" || dir === "") throw configError("dir", dir, "a directory");
  return {
    // Resolved now: the program may change its working directory.
    dir: resolve(dir),
    routes: files.map((route) => parseRoute(route, options, "files[].")),
    level,
    maxTotalBytes: maxTotalBytes === undefined ? Infinity : parseSize(maxTotalBytes, "maxTotalBytes"),
    overflow: parseOverflow(overflow),
    nowMs,
  };
}

function parseRoute(route: FileRoute, shared: RotationOptions, own: string): ParsedRoute {
  const pick = <K extends keyof RotationOptions>(key: K): [RotationOptions[K], string] =>
    route[key] === undefined ? [shared[key], key] : [route[key], `${own}${key}`];
  const [maxSizeBytes = DEFAULT_MAX_SIZE_BYTES, sizeSetting] = pick("maxSizeBytes");
  const [backupCount = DEFAULT_BACKUP_COUNT, countSetting] = pick("backupCount");
  const [rotate = "size", rotateSetting] = pick("rotate");
  const [maxAgeDays, ageSetting] = pick("maxAgeDays");
  const [compress = true, compressSetting] = pick("compress");
  if (!ROTATIONS.includes(rotate)) throw configError(rotateSetting, rotate, `one of ${ROTATIONS.join(", ")}`);
  const { format = "json" } = route;
  if (!FORMATS.includes(format)) throw configError(`${own}format`, format, `one of ${FORMATS.join(", ")}`);
  if (typeof compress !== "boolean") throw configError(compressSetting, compress, "true or false");
  return {
    route,
    stem: checkName(route.name, `${own}name`),
    maxSizeBytes: parseSize(maxSizeBytes, sizeSetting),
    backupCount: parseCount(backupCount, countSetting),
    rotate,
    maxAgeDays: maxAgeDays === undefined ? Infinity : parseCount(maxAgeDays, ageSetting),
    compress,
  };
}

function checkName(name: string, setting: string): string {
  if (/^[\w-][\w.-]{0,99}$/.test(name)) return name;
  throw configError(setting, name, "letters, digits, dots, dashes and underscores, without a directory");
}
