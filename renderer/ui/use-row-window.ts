import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type RefObject } from 'react';

export interface RowWindow {
  /** The element that scrolls. */
  readonly box: RefObject<HTMLDivElement | null>;
  /** Rows in sight and some on either side: their index, and pixels from the first row's top. */
  readonly rows: readonly { readonly index: number; readonly start: number }[];
  /** Pixels of the rows above and below those, and of all. */
  readonly before: number;
  readonly after: number;
  readonly total: number;
  readonly scrollTo: (index: number) => void;
}

/** The rows of a long list that have to be drawn: `count` of `height` pixels each, `overscan` on either side of those in sight. */
export function useRowWindow(count: number, height: number, overscan: number): RowWindow {
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- what its methods return changes between renders, so nothing may remember it: only this hook calls them
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan,
  });
  const rows = virtual.getVirtualItems();
  const total = virtual.getTotalSize();
  return {
    box,
    rows,
    before: rows[0]?.start ?? 0,
    after: total - (rows.at(-1)?.end ?? 0),
    total,
    scrollTo: (index) => virtual.scrollToIndex(index),
  };
}
