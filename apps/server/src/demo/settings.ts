import { DaybookError } from "@daybook/protocol";

export interface DemoSettings {
  readonly url: string;
  readonly key: string;
  readonly seed: number;
  /** Events a second once the present is reached. */
  readonly eventsPerSecond: number;
  /** Length of the history that is written first; 0: none. */
  readonly backfillMs: number;
}

const HOUR_MS = 3_600_000;

/**
 * Reads `DAYBOOK_URL`, `DAYBOOK_KEY`, `DAYBOOK_DEMO_SEED`, `DAYBOOK_DEMO_RATE` (events a second, default 8) and
 * `DAYBOOK_DEMO_BACKFILL` (1, the default: write the last hour first; 0: do not). Throws DAYBOOK_CONFIG_INVALID.
 */
export function readDemoSettings(env: Readonly<Record<string, string | undefined>>, defaultSeed: number): DemoSettings {
  return {
    url: env["DAYBOOK_URL"] ?? "http://127.0.0.1:8002",
    key: env["DAYBOOK_KEY"] ?? "",
    seed: number(env, "DAYBOOK_DEMO_SEED", defaultSeed, 0, 0xffff_ffff),
    eventsPerSecond: number(env, "DAYBOOK_DEMO_RATE", 8, 0.1, 2_000),
    backfillMs: number(env, "DAYBOOK_DEMO_BACKFILL", 1, 0, 1) * HOUR_MS,
  };
}

function number(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  otherwise: number,
  min: number,
  max: number,
): number {
  const text = env[name]?.trim() ?? "";
  if (text === "") return otherwise;
  const value = Number(text);
  if (value >= min && value <= max) return value;
  throw new DaybookError(
    "DAYBOOK_CONFIG_INVALID",
    `${name} is ${JSON.stringify(text)}; it must be a number from ${min} to ${max}`,
  );
}
