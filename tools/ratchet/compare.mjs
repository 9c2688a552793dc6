/**
 * Counts of today against the recorded ones.
 * @param {Record<string, number>} recorded
 * @param {Record<string, number>} counted
 * @returns {{ risen: string[], fallen: string[], next: Record<string, number> }} names of debts, and what to record:
 *   the lower of both, and a new debt as it is counted
 */
export function compare(recorded, counted) {
  const names = Object.keys(counted);
  const known = (name) => Object.hasOwn(recorded, name);
  return {
    risen: names.filter((name) => known(name) && counted[name] > recorded[name]),
    fallen: names.filter((name) => known(name) && counted[name] < recorded[name]),
    next: Object.fromEntries(
      names.map((name) => [name, known(name) ? Math.min(recorded[name], counted[name]) : counted[name]]),
    ),
  };
}
