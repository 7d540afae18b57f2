import type { Micros, SessionDate } from '../market/time.ts';

/** State of one base slot of a session (S13); a Uint8Array holds one per slot, in order of time, breaks left out. */
export const SLOT_MISSING = 0;
export const SLOT_PRESENT = 1;
export const SLOT_VERIFIED_EMPTY = 2;
export const SLOT_FILLED = 3;
export type SlotState = 'missing' | 'present' | 'verified-empty' | 'filled';
export const SLOT_STATES: readonly SlotState[] = ['missing', 'present', 'verified-empty', 'filled'];

/** Counts of slots, `short` of minutes (S15). `present` includes filled ones. */
export interface QualityCounts {
  readonly expected: number;
  readonly present: number;
  readonly verifiedEmpty: number;
  readonly missing: number;
  readonly filled: number;
  readonly short: number;
}

/** A span of missing slots, half-open; `state` is `short` where the stored 1m volume proves a loss (S15). */
export interface Gap {
  readonly from: Micros;
  readonly to: Micros;
  readonly slots: number;
  readonly state: 'missing' | 'short';
  /** 1m volume less the 1s volume of the minutes the gap touches, where both are stored. */
  readonly volumeDifference?: number;
  /** What a session with upkeep fills slots of it from (D3), and how many; absent where nothing else is stored or it was not looked at. */
  readonly fills?: readonly { readonly origin: string; readonly slots: number }[];
}

/** Quality of one symbol's base bars in one session. */
export interface SessionQuality extends QualityCounts {
  readonly date: SessionDate;
  readonly open: Micros;
  readonly close: Micros;
  /** Percent: present / expected and (present + verified empty) / expected. */
  readonly coverage: number;
  readonly quality: number;
  readonly gaps: readonly Gap[];
}

/** Quality over one cell of a heatmap: an hour, a minute. */
export interface QualityCell extends QualityCounts {
  readonly from: Micros;
  readonly to: Micros;
  readonly quality: number;
}

/** Where the proof that empty slots were empty comes from (S13). */
export type Evidence = 'coarser-bar' | 'trades' | 'lists-every-trade';

/** Why a slot without a stored bar is as it is. */
export interface SlotCause {
  /** A sentence for a person. */
  readonly text: string;
  /** Absent where nothing proves it empty. */
  readonly evidence?: Evidence;
  /** What a session with upkeep puts into a missing slot (D3): `1s bars of lean`. */
  readonly filledFrom?: string;
}

/** Percent with 0 expected counting as whole: nothing is missing from a session that expects nothing. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : (part / whole) * 100;
}
