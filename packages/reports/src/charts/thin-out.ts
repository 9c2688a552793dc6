/**
 * At most `limit` indices of a series, in order: of each stretch its least and its greatest value, so that no peak and no
 * trough is lost. First and last stay. Null values are passed over.
 */
export function thinOut(values: readonly (number | null)[], limit: number): number[] {
  const count = values.length;
  if (count <= limit) return [...values.keys()];
  const kept = new Set<number>([0, count - 1]);
  const stretches = Math.max(1, Math.floor((limit - 2) / 2));
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * count) / stretches);
    const to = Math.floor(((stretch + 1) * count) / stretches);
    let [least, most] = [-1, -1];
    for (let at = from; at < to; at++) {
      const value = values[at];
      if (value === null || value === undefined) continue;
      if (least < 0 || value < (values[least] as number)) least = at;
      if (most < 0 || value > (values[most] as number)) most = at;
    }
    if (least >= 0) kept.add(least);
    if (most >= 0) kept.add(most);
  }
  return [...kept].sort((a, b) => a - b);
}
