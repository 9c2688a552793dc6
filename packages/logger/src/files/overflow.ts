import type { Level } from "@daybook/protocol";
import { LEVELS, LEVEL_RANK } from "@daybook/protocol";
import { configError, parseLevel } from "../config/environment.ts";

/**
 * What happens to a line for which there is no room while the disk takes none: it is given up; the oldest waiting
 * lines are given up for it; or the call waits, for a bounded time. Audited lines are given up only when
 * no others are left.
 */
export type OverflowPolicy = "drop-newest" | "drop-oldest" | "block";

const POLICIES: readonly string[] = ["drop-newest", "drop-oldest", "block"] satisfies OverflowPolicy[];

export const DEFAULT_OVERFLOW: OverflowPolicy = "drop-newest";

/** One policy, or some by level; a level that is not named has the default. */
export type OverflowOption = OverflowPolicy | Readonly<Partial<Record<Level, OverflowPolicy>>>;

/** Policies by the rank of a level. Throws DAYBOOK_LOGGER_CONFIG when one is wrong. */
export function parseOverflow(option: OverflowOption): ReadonlyMap<number, OverflowPolicy> {
  if (typeof option === "string") return new Map(LEVELS.map((level) => [LEVEL_RANK[level], parse(option, "overflow")]));
  return new Map(
    Object.entries(option).map(([name, policy]) => [
      LEVEL_RANK[parseLevel(name, "overflow")],
      parse(policy, `overflow.${name}`),
    ]),
  );
}

function parse(policy: OverflowPolicy, setting: string): OverflowPolicy {
  if (POLICIES.includes(policy)) return policy;
  throw configError(setting, policy, `one of ${POLICIES.join(", ")}`);
}
