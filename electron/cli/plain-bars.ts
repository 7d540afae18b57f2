import { ensure } from '../../shared/lang/invariant.ts';
import type { BarColumns, DerivedColumns } from '../../shared/market/columns.ts';
import { intervalMicros, isSessionInterval, type BaseInterval, type Interval } from '../../shared/market/interval.ts';
import { powerOfTen } from '../../shared/market/price.ts';
import { SLOT_MISSING } from '../../shared/quality/quality.ts';
import { SlotGrid } from '../../shared/quality/slot-grid.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';

export interface PlainRequest {
  readonly base: BarColumns;
  readonly baseInterval: BaseInterval;
  readonly interval: Interval;
  readonly session: PlannedSession;
  /** States of the base slots. */
  readonly slots: Uint8Array;
  readonly volumeScale: number;
}

interface PlainBar {
  readonly from: number;
  readonly to: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly present: number;
}

/** Derived bars of one session straight from the rules (S7 to S9), bar by bar from the base: slow, plain, and nothing in common with
 * the cascade that runs use, so that one can check the other. Not for `1w`, which holds several sessions. */
export function plainBars(request: PlainRequest): DerivedColumns {
  const { base, session } = request;
  const bars: PlainBar[] = [];
  for (let row = 0; row < base.time.length; row++) {
    const time = base.time[row] as number;
    const [open, high, low, close, volume] = [base.open, base.high, base.low, base.close, base.volume].map(
      (column) => column[row] as number,
    ) as [number, number, number, number, number];
    const last = bars.at(-1);
    if (last !== undefined && time < last.to) {
      bars[bars.length - 1] = {
        ...last,
        high: Math.max(last.high, high),
        low: Math.min(last.low, low),
        close,
        volume: last.volume + volume,
        present: last.present + 1,
      };
    } else {
      bars.push({ ...edges(time, request.interval, session), open, high, low, close, volume, present: 1 });
    }
  }
  return toColumns(bars, request);
}

/** The bar that covers `time`: cut at the span's edges, stamped with the first instant it covers. */
function edges(
  time: number,
  interval: Interval,
  { spans, anchor, open, close }: PlannedSession,
): { from: number; to: number } {
  if (isSessionInterval(interval)) return { from: open, to: close };
  const length = intervalMicros(interval);
  const span = ensure(
    spans.find(({ from, to }) => time >= from && time < to),
    `span of ${time}`,
  );
  const start = anchor + Math.floor((time - anchor) / length) * length;
  return { from: Math.max(start, span.from), to: Math.min(start + length, span.to) };
}

function toColumns(bars: readonly PlainBar[], request: PlainRequest): DerivedColumns {
  const { session, slots, baseInterval, volumeScale } = request;
  const grid = new SlotGrid(session.spans, intervalMicros(baseInterval));
  const power = powerOfTen(volumeScale);
  const column = (value: (bar: PlainBar) => number): Float64Array => Float64Array.from(bars, value);
  const slotsOf = ({ from, to }: PlainBar): Uint8Array => slots.subarray(grid.slotsUntil(from), grid.slotsUntil(to));
  return {
    time: column(({ from }) => from),
    open: column(({ open }) => open),
    high: column(({ high }) => high),
    low: column(({ low }) => low),
    close: column(({ close }) => close),
    volume: column(({ volume }) => Math.round(volume * power) / power),
    flags: new Uint8Array(bars.length),
    known: column(({ to }) => to),
    expected: column((bar) => slotsOf(bar).length),
    present: column(({ present }) => present),
    complete: Uint8Array.from(bars, (bar) => (slotsOf(bar).includes(SLOT_MISSING) ? 0 : 1)),
  };
}
