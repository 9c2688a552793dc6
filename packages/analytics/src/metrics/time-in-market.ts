/**
 * Share of the time from the first entry to the last exit in which at least one trade was open; NaN when there is no such
 * time. Both columns are sorted in place: which entry belongs to which exit does not matter.
 */
export function timeInMarket(entered: Float64Array, exited: Float64Array): number {
  sortUnlessSorted(entered);
  sortUnlessSorted(exited);
  const { length } = entered;
  let [open, exits, since, inside] = [0, 0, 0, 0];
  for (let entries = 0; entries < length;) {
    const [entry, exit] = [entered[entries] as number, exited[exits] as number];
    if (entry <= exit) {
      if (open++ === 0) since = entry;
      entries++;
    } else {
      if (--open === 0) inside += exit - since;
      exits++;
    }
  }
  if (open > 0) inside += (exited[length - 1] as number) - since;
  return inside / ((exited[length - 1] ?? Number.NaN) - (entered[0] ?? Number.NaN));
}

function sortUnlessSorted(values: Float64Array): void {
  for (let at = 1; at < values.length; at++) {
    if ((values[at] as number) < (values[at - 1] as number)) {
      values.sort();
      return;
    }
  }
}
