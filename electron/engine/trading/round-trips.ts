import type { BarColumns } from '../../../shared/market/columns.ts';
import { ninePlaces } from '../../../shared/market/price.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import type { RoundTrip } from '../../../shared/trading/position.ts';
import type { FillFields } from './execution.ts';
import { HeldSlots } from './held-slots.ts';
import type { Instrument } from './instrument.ts';
import { MONEY } from './money.ts';
import { plus } from './portfolio.ts';
import { TripList, type TripListState } from './trip-list.ts';

/** A position that is open, with what its round trip has come to. */
interface OpenTrip {
  side: RoundTrip['side'];
  entryTime: Micros;
  tag: string | undefined;
  largest: number;
  /** Units bought, or sold short, and closed, each with its sum of price times units, for an average. */
  opened: number;
  openedSum: number;
  closed: number;
  closedSum: number;
  /** Money realised, before fees. */
  realised: number;
  fees: number;
  adverse: number;
  favourable: number;
  /** Prices between which the symbol was since the last fill. */
  low: number;
  high: number;
  bars: number;
  /** Of the sessions before this one. */
  expectedSlots: number;
  missingSlots: number;
  isAmbiguous: boolean;
  /** Place of its first fill among those of its instrument. */
  firstFill: number;
}

export interface TripsState {
  readonly ended: TripListState;
  readonly open: readonly (Readonly<OpenTrip> | undefined)[];
}

/** Round trips: from flat to flat, or to the other side, one a symbol at a time. */
export class RoundTrips {
  readonly #ended: TripList;
  readonly #open: (OpenTrip | undefined)[];
  /** By instrument, for the trip that is open or comes next: a new object each would have to be promoted, and collected. */
  readonly #own: readonly OpenTrip[];
  readonly #instruments: readonly Instrument[];
  readonly #slots: HeldSlots;

  constructor(instruments: readonly Instrument[]) {
    this.#instruments = instruments;
    this.#ended = new TripList(instruments.map(({ symbol }) => symbol));
    this.#slots = new HeldSlots(instruments);
    this.#open = instruments.map(() => undefined);
    this.#own = instruments.map(newTrip);
  }

  /** Those that have ended. */
  get ended(): readonly RoundTrip[] {
    return this.#ended.all();
  }

  /** By instrument the ids of the fills that its open trip consists of. */
  get openFills(): number[][] {
    return this.#open.map((trip, index) => (trip === undefined ? [] : this.#ended.fillsFrom(index, trip.firstFill)));
  }

  /** The session's block, or the one that takes its place. */
  take(block: SessionBlock | undefined): void {
    this.#slots.take(block);
  }

  sessionEnds({ close }: SessionBlock): void {
    this.#open.forEach((trip, index) => {
      if (trip !== undefined) this.#countSlots(index, trip, close);
    });
  }

  /** A fill that left the symbol with `after` units; `realised` is its profit before fees. A fill through flat ends one trip and
   * begins another, its fees shared by units. */
  fill(index: number, fill: FillFields, after: number, realised: number): void {
    const signed = fill.side === 'buy' ? fill.quantity : -fill.quantity;
    const before = plus(after, -signed);
    const place = this.#ended.addFill(index, fill.id);
    const trip = this.#open[index];
    if (trip === undefined) {
      this.#begin(index, fill, place, fill.quantity, fill.commission);
      return;
    }
    forget(trip);
    if (before * signed > 0) {
      trip.opened = plus(trip.opened, fill.quantity);
      trip.openedSum += fill.price * fill.quantity;
      trip.largest = Math.max(trip.largest, Math.abs(after));
      trip.fees += fill.commission;
      return;
    }
    const closing = Math.min(fill.quantity, Math.abs(before));
    const left = plus(fill.quantity, -closing);
    const fees = left === 0 ? fill.commission : Math.round((fill.commission * closing) / fill.quantity);
    trip.closed = plus(trip.closed, closing);
    trip.closedSum += fill.price * closing;
    trip.realised += realised;
    trip.fees += fees;
    trip.isAmbiguous ||= fill.isAmbiguous;
    if (after !== 0 && left === 0) return;
    this.#end(index, trip, fill);
    if (left === 0) this.#open[index] = undefined;
    else this.#begin(index, fill, place, left, fill.commission - fees);
  }

  /** Bars `[from, to)` of a symbol that is held. True when they went lower or higher than all since the trip's last fill, the bar of its entry
   * left out: then {@link reached} is to be told what the {@link range} comes to. */
  bars(index: number, { time, low, high }: BarColumns, from: number, to: number): boolean {
    const trip = this.#open[index];
    if (trip === undefined) return false;
    trip.bars += to - from;
    let row = from;
    while (row < to && (time[row] as number) < trip.entryTime) row += 1;
    let lowest = trip.low;
    let highest = trip.high;
    for (; row < to; row++) {
      if ((low[row] as number) < lowest) lowest = low[row] as number;
      if ((high[row] as number) > highest) highest = high[row] as number;
    }
    if (lowest === trip.low && highest === trip.high) return false;
    trip.low = lowest;
    trip.high = highest;
    return true;
  }

  /** As {@link bars}, a price of a symbol without bars. */
  price(index: number, time: number, price: number): boolean {
    const trip = this.#open[index];
    if (trip === undefined) return false;
    trip.bars += 1;
    if (time < trip.entryTime || (price >= trip.low && price <= trip.high)) return false;
    trip.low = Math.min(trip.low, price);
    trip.high = Math.max(trip.high, price);
    return true;
  }

  /** Of an open trip, the prices between which its symbol was since the last fill. */
  range(index: number): Readonly<Pick<OpenTrip, 'low' | 'high'>> {
    return this.#open[index] as OpenTrip;
  }

  /** What the position was worth at the range's ends, less its cost. */
  reached(index: number, worst: number, best: number): void {
    const trip = this.#open[index] as OpenTrip;
    trip.adverse = Math.min(trip.adverse, trip.realised + worst);
    trip.favourable = Math.max(trip.favourable, trip.realised + best);
  }

  /** So many new units for each old one. */
  split(index: number, ratio: number): void {
    const trip = this.#open[index];
    if (trip === undefined) return;
    const times = (quantity: number): number => ninePlaces(quantity * ratio);
    forget(trip);
    trip.largest = times(trip.largest);
    trip.opened = times(trip.opened);
    trip.closed = times(trip.closed);
  }

  save(): TripsState {
    return { ended: this.#ended.save(), open: this.#open.map((trip) => trip && { ...trip }) };
  }

  restore({ ended, open }: TripsState): void {
    this.#ended.restore(ended);
    open.forEach((saved, index) => {
      this.#open[index] = saved && Object.assign(this.#own[index] as OpenTrip, saved);
    });
  }

  #begin(index: number, fill: FillFields, firstFill: number, quantity: number, fees: number): void {
    const trip = this.#own[index] as OpenTrip;
    trip.side = fill.side === 'buy' ? 'long' : 'short';
    trip.entryTime = fill.time;
    trip.tag = fill.tag;
    trip.largest = quantity;
    trip.opened = quantity;
    trip.openedSum = fill.price * quantity;
    trip.closed = 0;
    trip.closedSum = 0;
    trip.realised = 0;
    trip.fees = fees;
    trip.adverse = 0;
    trip.favourable = 0;
    forget(trip);
    trip.bars = 0;
    trip.expectedSlots = 0;
    trip.missingSlots = 0;
    trip.isAmbiguous = false;
    trip.firstFill = firstFill;
    this.#open[index] = trip;
  }

  #countSlots(index: number, trip: OpenTrip, to: Micros): void {
    const { expectedSlots, missingSlots } = this.#slots.between(index, trip.entryTime, to);
    trip.expectedSlots += expectedSlots;
    trip.missingSlots += missingSlots;
  }

  #end(index: number, trip: OpenTrip, { time }: FillFields): void {
    this.#countSlots(index, trip, time);
    const { multiplier } = this.#instruments[index] as Instrument;
    const entryValue = trip.openedSum * multiplier * MONEY;
    const profit = trip.realised - trip.fees;
    this.#ended.push(index, {
      side: trip.side,
      quantity: trip.largest,
      entryTime: trip.entryTime,
      exitTime: time,
      entryPrice: average(trip.openedSum, trip.opened),
      exitPrice: average(trip.closedSum, trip.closed),
      profit,
      fees: trip.fees,
      return: entryValue === 0 ? 0 : profit / entryValue,
      adverse: Math.min(trip.adverse, trip.realised),
      favourable: Math.max(trip.favourable, trip.realised),
      bars: trip.bars,
      expectedSlots: trip.expectedSlots,
      missingSlots: trip.missingSlots,
      isAmbiguous: trip.isAmbiguous,
      tag: trip.tag,
      from: trip.firstFill,
      to: this.#ended.fillsOf(index),
    });
  }
}

function newTrip(): OpenTrip {
  return {
    side: 'long',
    entryTime: 0 as Micros,
    tag: undefined,
    largest: 0,
    opened: 0,
    openedSum: 0,
    closed: 0,
    closedSum: 0,
    realised: 0,
    fees: 0,
    adverse: 0,
    favourable: 0,
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
    bars: 0,
    expectedSlots: 0,
    missingSlots: 0,
    isAmbiguous: false,
    firstFill: 0,
  };
}

/** Prices of before say nothing of the position as it is now. */
function forget(trip: OpenTrip): void {
  trip.low = Number.POSITIVE_INFINITY;
  trip.high = Number.NEGATIVE_INFINITY;
}

/** As exact as prices of up to 9 places are. */
const average = (sum: number, quantity: number): number => ninePlaces(sum / quantity);
