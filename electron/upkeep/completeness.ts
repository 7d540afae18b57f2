import { BAR_FILLED, lowerBound, type BarColumns } from '../../shared/market/columns.ts';
import { MICROS_PER_MINUTE, type TimeRange } from '../../shared/market/time.ts';
import {
  SLOT_FILLED,
  SLOT_MISSING,
  SLOT_PRESENT,
  SLOT_VERIFIED_EMPTY,
  type Evidence,
} from '../../shared/quality/quality.ts';
import type { SlotGrid } from '../../shared/quality/slot-grid.ts';

/** Stored 1m bars of a symbol whose base is 1s, as far as they can prove something (S13, S15). */
export interface MinuteBars {
  readonly time: Float64Array;
  readonly volume: Float64Array;
  /** The 1s bars come from the same source: only then is less volume a proof of loss. Another source's equal volume still proves. */
  readonly sameSource: boolean;
  /** Whole bars, where the two series are to be compared (S12). */
  readonly bars?: BarColumns;
}

/** What may prove that empty slots of one session were empty (S13). */
export interface SlotEvidence {
  readonly minutes: readonly MinuteBars[];
  /** Times of the same source's recorded trades in and around this session, ascending; they cover the slots from the first to the last of them. */
  readonly trades?: Float64Array;
  /** What the files of a series that lists every traded slot cover, from first to last row; counts where the session has a bar at all. */
  readonly listed: readonly TimeRange[];
}

export const NO_EVIDENCE: SlotEvidence = { minutes: [], listed: [] };

/** The slots of one session, each with its state, and what the minutes' volumes say. */
export interface SlotCheck {
  readonly grid: SlotGrid;
  readonly states: Uint8Array;
  /** One a minute of the session: 1 where the 1s volume sums to less than the stored 1m volume (S15). */
  readonly shortMinutes: Uint8Array;
  /** One a minute: stored 1m volume less the sum of the 1s volumes, of the short minutes; else 0. */
  readonly shortVolumes: Float64Array;
  /** Minutes whose 1s volume was compared with a 1m bar of the same source, and those of them where both are equal (S12). */
  readonly compared: { readonly minutes: number; readonly equal: number };
  /** One a slot: 0, or 1 more than the place in {@link PROOFS} of what proved it empty. */
  readonly proofs: Uint8Array;
  /** Kinds of proof that settled at least one slot. */
  readonly evidence: readonly Evidence[];
}

/** Kinds of proof in the order in which they are tried. */
export const PROOFS: readonly Evidence[] = ['coarser-bar', 'trades', 'lists-every-trade'];

type Draft = Omit<SlotCheck, 'evidence' | 'compared'> & { readonly compared: { minutes: number; equal: number } };

/** Volumes are sums of doubles nearest to decimals: apart by less than this fraction they are the same volume. */
const SAME_VOLUME = 1e-9;

/** Decides the state of every base slot of a session (S13 to S15). Bars outside of the grid's spans count for nothing. */
export function checkSlots(
  grid: SlotGrid,
  bars: Pick<BarColumns, 'time' | 'volume' | 'flags'>,
  evidence: SlotEvidence,
): SlotCheck {
  const states = new Uint8Array(new SharedArrayBuffer(grid.slots));
  const volumes = new Float64Array(grid.minutes);
  const counted = placeBars(grid, bars, states, volumes);
  const check = {
    grid,
    states,
    shortMinutes: new Uint8Array(new SharedArrayBuffer(grid.minutes)),
    shortVolumes: new Float64Array(grid.minutes),
    compared: { minutes: 0, equal: 0 },
    proofs: new Uint8Array(grid.slots),
    evidence: [] as Evidence[],
  };
  if (grid.step < MICROS_PER_MINUTE && (counted.bars === 0 || counted.hasVolume)) {
    for (const minutes of evidence.minutes) {
      if (compareMinutes(check, minutes, volumes)) check.evidence.push('coarser-bar');
    }
  }
  if (evidence.trades !== undefined && proveByTrades(check, evidence.trades)) check.evidence.push('trades');
  if (counted.bars > 0 && proveByListing(check, evidence.listed)) check.evidence.push('lists-every-trade');
  return { ...check, evidence: [...new Set(check.evidence)] };
}

function placeBars(
  grid: SlotGrid,
  bars: Pick<BarColumns, 'time' | 'volume' | 'flags'>,
  states: Uint8Array,
  volumes: Float64Array,
): { bars: number; hasVolume: boolean } {
  const { time, volume, flags } = bars;
  const perMinute = MICROS_PER_MINUTE;
  let slot = 0;
  let minute = 0;
  let placed = 0;
  let hasVolume = false;
  let row = 0;
  for (const { from, to } of grid.spans) {
    row = lowerBound(time, from, row);
    const slots = Math.floor((to - from) / grid.step);
    for (; row < time.length && (time[row] as number) < to; row++) {
      const offset = (time[row] as number) - from;
      const index = Math.floor(offset / grid.step);
      if (index >= slots) continue;
      states[slot + index] = flags[row] === BAR_FILLED ? SLOT_FILLED : SLOT_PRESENT;
      const amount = volume[row] as number;
      const at = minute + Math.floor(offset / perMinute);
      volumes[at] = (volumes[at] as number) + amount;
      hasVolume ||= amount > 0;
      placed += 1;
    }
    slot += slots;
    minute += Math.ceil((to - from) / perMinute);
  }
  return { bars: placed, hasVolume };
}

/** S13, first kind, and S15. Returns whether an empty slot was proved. */
function compareMinutes(check: Draft, bars: MinuteBars, volumes: Float64Array): boolean {
  if (!bars.volume.some((volume) => volume > 0)) return false;
  let proved = false;
  for (let row = 0; row < bars.time.length; row++) {
    const open = bars.time[row] as number;
    const minute = check.grid.minuteAt(open);
    if (minute < 0 || check.grid.minuteTime(minute) !== open) continue;
    const whole = bars.volume[row] as number;
    const parts = volumes[minute] as number;
    const isEqual = Math.abs(whole - parts) <= SAME_VOLUME * Math.max(whole, parts);
    if (bars.sameSource) {
      check.compared.minutes += 1;
      check.compared.equal += Number(isEqual);
    }
    if (isEqual) {
      proved = settle(check, 'coarser-bar', open, open + MICROS_PER_MINUTE) || proved;
    } else if (whole > parts && bars.sameSource) {
      check.shortMinutes[minute] = 1;
      check.shortVolumes[minute] = whole - parts;
    }
  }
  return proved;
}

/** S13, second kind: a slot is empty when the recorded trades go on before and after it and none is in it. */
function proveByTrades(check: Draft, trades: Float64Array): boolean {
  let proved = false;
  let from = trades[0];
  for (const time of trades) {
    const { step } = check.grid;
    if (from !== undefined && time - from > step) {
      proved = settleBetween(check, from, time) || proved;
    }
    from = time;
  }
  return proved;
}

/** Settles the slots that lie wholly after the trade at `from` and wholly before the one at `to`. */
function settleBetween(check: Draft, from: number, to: number): boolean {
  const { grid } = check;
  const held = grid.slotAt(from);
  const first = held < 0 ? grid.slotsUntil(from) : held + 1;
  return settleSlots(check, 'trades', first, grid.slotsUntil(to));
}

/** S13, third kind. A short minute contradicts the listing: its slots stay missing. */
function proveByListing(check: Draft, listed: readonly TimeRange[]): boolean {
  let proved = false;
  const { grid } = check;
  for (const { from, to } of listed) {
    for (let minute = 0; minute < grid.minutes; minute++) {
      const open = grid.minuteTime(minute);
      if (check.shortMinutes[minute] === 1 || open + MICROS_PER_MINUTE <= from || open >= to) continue;
      const end = Math.min(open + MICROS_PER_MINUTE, to);
      proved = settle(check, 'lists-every-trade', Math.max(open, from), end) || proved;
    }
  }
  return proved;
}

/** Marks missing slots that lie wholly in `[from, to)` verified empty; returns whether there were any. */
function settle(check: Draft, proof: Evidence, from: number, to: number): boolean {
  const { grid } = check;
  const end = grid.slotsUntil(to);
  const held = grid.slotAt(from);
  const first = held < 0 ? grid.slotsUntil(from) : grid.slotTime(held) === from ? held : held + 1;
  return settleSlots(check, proof, first, end);
}

function settleSlots({ states, proofs }: Draft, proof: Evidence, first: number, end: number): boolean {
  let proved = false;
  const mark = PROOFS.indexOf(proof) + 1;
  for (let slot = first; slot < end; slot++) {
    if (states[slot] !== SLOT_MISSING) continue;
    states[slot] = SLOT_VERIFIED_EMPTY;
    proofs[slot] = mark;
    proved = true;
  }
  return proved;
}
