import type { BarColumns, DerivedColumns } from '../../../shared/market/columns.ts';
import { lowerBound } from '../../../shared/market/columns.ts';
import {
  type BaseInterval,
  type Interval,
  compareIntervals,
  intervalMicros,
  isSessionInterval,
} from '../../../shared/market/interval.ts';
import { powerOfTen } from '../../../shared/market/price.ts';
import type { SessionSpan } from '../../../shared/market/calendar/slots.ts';
import { SLOT_MISSING } from '../../../shared/quality/quality.ts';
import type { DerivedBlock } from '../../../shared/session/block.ts';
import { ensure, invariant } from '../../../shared/lang/invariant.ts';
import { type BarGrid, gridLength } from './bar-grid.ts';
import { allocateDerived, sliceDerived } from './derived-columns.ts';
import { type RollUpSource, rollUp } from './roll-up.ts';

export interface DeriveRequest {
  /** Base bars that lie wholly inside the grid's spans. */
  readonly base: BarColumns;
  readonly baseInterval: BaseInterval;
  /** Whole multiples of the base, and `1d`. A `1w` bar is made of several sessions: see `week.ts`. */
  readonly intervals: readonly Interval[];
  readonly grid: BarGrid;
  /** States of the base slots, in order of time, breaks left out; without them every slot without a bar is missing. */
  readonly slots?: Uint8Array;
  /** Decimal places of the volume column: sums are rounded to them, so that they are the doubles nearest to the exact sums. */
  readonly volumeScale?: number;
}

/** Derives every interval of one session from its base bars, ascending, each rolled up from the largest finer one that divides
 * it: the base is read once or twice, whatever the number of intervals. A bar stands only where a base bar does (S9). */
export function deriveBars(request: DeriveRequest): DerivedBlock[] {
  const blocks: DerivedBlock[] = [];
  const coverage = new SlotCoverage(request);
  for (const interval of [...new Set(request.intervals)].sort(compareIntervals)) {
    const parent = parentOf(interval, blocks, request.baseInterval);
    const source: RollUpSource =
      parent === undefined ? { columns: request.base } : { columns: parent.columns, present: parent.columns.present };
    const columns = deriveOne(source, gridLength(interval), request.grid);
    coverage.annotate(columns);
    if (request.volumeScale !== undefined) roundVolumes(columns, powerOfTen(request.volumeScale));
    blocks.push({ interval, columns });
  }
  return blocks;
}

/** The largest derived interval whose bars nest in `interval`, or `undefined` for the base itself. */
function parentOf(interval: Interval, finer: readonly DerivedBlock[], base: BaseInterval): DerivedBlock | undefined {
  invariant(interval.endsWith('w') === false, `a ${interval} bar holds several sessions and is not derived within one`);
  if (isSessionInterval(interval)) return finer.findLast((block) => !isSessionInterval(block.interval));
  const length = intervalMicros(interval);
  invariant(length % intervalMicros(base) === 0, `${interval} is no whole multiple of its base ${base}`);
  return finer.findLast((block) => length % intervalMicros(block.interval) === 0);
}

function deriveOne(source: RollUpSource, length: number, grid: BarGrid): DerivedColumns {
  const { time } = source.columns;
  const out = allocateDerived(Math.min(time.length, roomFor(grid, length)));
  if (time.length === 0) return out;
  if (length === Number.POSITIVE_INFINITY) {
    const { from } = ensure(grid.spans[0], 'first span');
    const { to } = ensure(grid.spans[grid.spans.length - 1], 'last span');
    rollUp(source, 0, time.length, { anchor: grid.anchor, length, from, to }, out, 0);
    return out;
  }
  let row = 0;
  let first = 0;
  for (const { from, to } of grid.spans) {
    const end = lowerBound(time, to, first);
    row = rollUp(source, first, end, { anchor: grid.anchor, length, from, to }, out, row);
    first = end;
  }
  return row === out.time.length ? out : sliceDerived(out, 0, row);
}

/** How many bars the grid holds. */
function roomFor(grid: BarGrid, length: number): number {
  if (length === Number.POSITIVE_INFINITY) return 1;
  const bucket = (time: number): number => Math.floor((time - grid.anchor) / length);
  return grid.spans.reduce((room, { from, to }) => room + bucket(to - 1) - bucket(from) + 1, 0);
}

function roundVolumes(columns: DerivedColumns, power: number): void {
  const { volume } = columns;
  for (let row = 0; row < volume.length; row++) volume[row] = Math.round((volume[row] as number) * power) / power;
}

/** Counts what each derived bar should hold (D6): its base slots, and of those without a bar the ones that are not missing. */
class SlotCoverage {
  readonly #spans: readonly SessionSpan[];
  readonly #step: number;
  readonly #slots: Uint8Array | undefined;
  /** Missing slots before each slot; made when the first bar with fewer bars than slots asks. */
  #missingBefore: Uint32Array | undefined;

  constructor(request: DeriveRequest) {
    this.#spans = request.grid.spans;
    this.#step = intervalMicros(request.baseInterval);
    this.#slots = request.slots;
  }

  annotate(columns: DerivedColumns): void {
    const { time, known, expected, present, complete } = columns;
    let span = ensure(this.#spans[0], 'first span');
    let index = 0;
    let before = 0;
    for (let row = 0; row < time.length; row++) {
      while ((time[row] as number) >= span.to) {
        before += Math.floor((span.to - span.from) / this.#step);
        span = ensure(this.#spans[++index], 'span of a derived bar');
      }
      const first = before + Math.floor(((time[row] as number) - span.from) / this.#step);
      const end = this.#slotsUntil(known[row] as number, index, before);
      expected[row] = end - first;
      complete[row] = (present[row] as number) >= end - first || this.#missing(first, end) === 0 ? 1 : 0;
    }
  }

  /** Slots of the session that end at or before `time`, which lies at or after the start of span `index`. */
  #slotsUntil(time: number, index: number, before: number): number {
    let slots = before;
    for (let i = index; i < this.#spans.length; i++) {
      const span = ensure(this.#spans[i], 'span');
      if (time <= span.from) break;
      slots += Math.floor((Math.min(time, span.to) - span.from) / this.#step);
    }
    return slots;
  }

  #missing(first: number, end: number): number {
    if (this.#slots === undefined) return end - first;
    this.#missingBefore ??= countMissingBefore(this.#slots);
    return (this.#missingBefore[end] as number) - (this.#missingBefore[first] as number);
  }
}

function countMissingBefore(slots: Uint8Array): Uint32Array {
  const before = new Uint32Array(slots.length + 1);
  let missing = 0;
  for (let slot = 0; slot < slots.length; slot++) {
    missing += Number(slots[slot] === SLOT_MISSING);
    before[slot + 1] = missing;
  }
  return before;
}
