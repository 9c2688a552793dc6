/**
 * Does the work for some items at once, group after group; `done` is told of each group that is complete. Rejects with the first error,
 * when nothing is under way any more.
 */
export async function atOnce<T>(
  items: readonly T[],
  count: number,
  work: (item: T) => Promise<void>,
  done: (count: number) => void = () => {},
): Promise<void> {
  for (let at = 0; at < items.length; at += count) {
    const group = items.slice(at, at + count);
    const results = await Promise.allSettled(group.map(work));
    for (const result of results) if (result.status === "rejected") throw result.reason;
    done(group.length);
  }
}
