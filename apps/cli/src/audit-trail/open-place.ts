import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { directorySource, nodeTrailFs } from "@daybook/audit";
import { SourceError, openHttpTrail, trailRootOf } from "@daybook/verify";
import type { TrailSource } from "@daybook/verify";
import { findTarget } from "../connect.ts";
import type { Host } from "../host.ts";

/** A trail that can be read. */
export interface Place {
  readonly source: TrailSource;
  /** It publishes its keys, as each trail of Daybook; otherwise it is another log in the format of tlog-tiles. */
  readonly hasKeys: boolean;
}

/**
 * The trail of a directory (a trail's own, or Daybook's data) or of an address (a Daybook server, a trail, or another log).
 *
 * @throws SourceError when there is none.
 */
export async function openPlace(place: string, host: Host): Promise<Place> {
  if (!/^https?:\/\//i.test(place)) {
    const dir = await findTrailDir(resolve(host.cwd, place), place);
    return { source: interruptible(directorySource(nodeTrailFs("public"), dir), host), hasKeys: true };
  }
  const { url, key } = await findTarget({ url: place }, host);
  const { source, hasKeys } = await openHttpTrail(url, key, httpOptions(host));
  return { source, hasKeys };
}

export function httpOptions({ interrupted, sleep }: Pick<Host, "interrupted" | "sleep">): {
  signal: AbortSignal;
  sleep: (delayMs: number) => Promise<void>;
} {
  return { signal: interrupted, sleep: (delayMs) => sleep(delayMs, interrupted) };
}

async function findTrailDir(dir: string, given: string): Promise<string> {
  const found = await trailDirIn(dir);
  if (found === undefined) throw new SourceError("answer", `there is no audit trail in ${given}`);
  return found;
}

/** The directory itself when it is a trail, that of the trail in Daybook's data, or undefined. */
export async function trailDirIn(dir: string): Promise<string | undefined> {
  const root = await trailRootOf((path) =>
    stat(join(dir, path)).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "ENOTDIR") return false;
        throw error;
      },
    ),
  );
  return root === undefined ? undefined : join(dir, root);
}

/** Ctrl-C ends a check between two files. */
function interruptible(source: TrailSource, { interrupted }: Pick<Host, "interrupted">): TrailSource {
  return {
    ...source,
    async read(path) {
      interrupted.throwIfAborted();
      return source.read(path);
    },
  };
}
