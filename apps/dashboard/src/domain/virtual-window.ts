export interface VirtualWindow {
  /** First and one past the last row to draw. */
  start: number;
  end: number;
  /** Pixels above the first drawn row. */
  offsetPx: number;
  totalPx: number;
}

/** The rows of a list with rows of one height that a scroll position shows, with some more on both sides. */
export function virtualWindow(
  count: number,
  rowPx: number,
  scrollTopPx: number,
  heightPx: number,
  overscan: number,
): VirtualWindow {
  const first = Math.floor(scrollTopPx / rowPx);
  const visible = Math.ceil(heightPx / rowPx) + 1;
  const start = Math.max(0, Math.min(first - overscan, count - visible));
  const end = Math.min(count, first + visible + overscan);
  return { start, end: Math.max(start, end), offsetPx: start * rowPx, totalPx: count * rowPx };
}

/** The scroll position nearest to the present one that shows the whole row. */
export function scrollToShow(index: number, rowPx: number, scrollTopPx: number, heightPx: number): number {
  const top = index * rowPx;
  if (top < scrollTopPx) return top;
  return top + rowPx > scrollTopPx + heightPx ? top + rowPx - heightPx : scrollTopPx;
}
