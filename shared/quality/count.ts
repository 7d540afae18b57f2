import { percent, SLOT_FILLED, SLOT_MISSING, SLOT_VERIFIED_EMPTY, type QualityCounts } from './quality.ts';

/** Counts slots `[fromSlot, toSlot)` and short minutes `[fromMinute, toMinute)`. */
export function countQuality(
  states: Uint8Array,
  fromSlot: number,
  toSlot: number,
  shortMinutes: Uint8Array,
  fromMinute: number,
  toMinute: number,
): QualityCounts {
  let missing = 0;
  let verifiedEmpty = 0;
  let filled = 0;
  for (let slot = fromSlot; slot < toSlot; slot++) {
    const state = states[slot];
    missing += Number(state === SLOT_MISSING);
    verifiedEmpty += Number(state === SLOT_VERIFIED_EMPTY);
    filled += Number(state === SLOT_FILLED);
  }
  let short = 0;
  for (let minute = fromMinute; minute < toMinute; minute++) short += shortMinutes[minute] as number;
  const expected = Math.max(0, toSlot - fromSlot);
  return { expected, present: expected - missing - verifiedEmpty, verifiedEmpty, missing, filled, short };
}

export const NO_QUALITY: QualityCounts = {
  expected: 0,
  present: 0,
  verifiedEmpty: 0,
  missing: 0,
  filled: 0,
  short: 0,
};

export function addCounts(a: QualityCounts, b: QualityCounts): QualityCounts {
  return {
    expected: a.expected + b.expected,
    present: a.present + b.present,
    verifiedEmpty: a.verifiedEmpty + b.verifiedEmpty,
    missing: a.missing + b.missing,
    filled: a.filled + b.filled,
    short: a.short + b.short,
  };
}

/** (present + verified empty) / expected, percent. */
export function qualityOf(counts: QualityCounts): number {
  return percent(counts.present + counts.verifiedEmpty, counts.expected);
}

/** present / expected, percent. */
export function coverageOf(counts: QualityCounts): number {
  return percent(counts.present, counts.expected);
}
