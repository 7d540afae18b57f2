import { MICROS_PER_MINUTE, micros } from '../../shared/market/time.ts';
import { coverageOf, countQuality, qualityOf } from '../../shared/quality/count.ts';
import { SLOT_MISSING, type Gap, type QualityCell, type SessionQuality } from '../../shared/quality/quality.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { SlotCheck } from './completeness.ts';

/** Runs of missing slots, ascending; a break ends a run. A run that touches a short minute is certain to be a loss (S15). */
export function gapsOf(check: SlotCheck): Gap[] {
  const { grid, states } = check;
  const gaps: Gap[] = [];
  let slot = states.indexOf(SLOT_MISSING);
  while (slot >= 0) {
    let end = slot + 1;
    while (end < states.length && states[end] === SLOT_MISSING && !grid.startsSpan(end)) end += 1;
    gaps.push(gapOf(check, slot, end));
    slot = states.indexOf(SLOT_MISSING, end);
  }
  return gaps;
}

function gapOf({ grid, shortMinutes, shortVolumes }: SlotCheck, slot: number, end: number): Gap {
  const from = grid.slotTime(slot);
  const to = micros(grid.slotTime(end - 1) + grid.step);
  let isShort = false;
  let volumeDifference = 0;
  const last = grid.minuteAt(to - 1);
  for (let minute = grid.minuteAt(from); minute <= last; minute++) {
    isShort ||= shortMinutes[minute] === 1;
    volumeDifference += shortVolumes[minute] as number;
  }
  const gap = { from, to, slots: end - slot };
  return isShort ? { ...gap, state: 'short', volumeDifference } : { ...gap, state: 'missing' };
}

/** Counts, percentages and gaps of a whole session. */
export function sessionQuality(session: PlannedSession, check: SlotCheck): SessionQuality {
  const { grid, states, shortMinutes } = check;
  const counts = countQuality(states, 0, grid.slots, shortMinutes, 0, grid.minutes);
  return {
    date: session.date,
    open: session.open,
    close: session.close,
    ...counts,
    coverage: coverageOf(counts),
    quality: qualityOf(counts),
    gaps: gapsOf(check),
  };
}

/** Quality by cells of `length` microseconds, a whole number of minutes, counted from `anchor` (midnight makes them clock
 * hours) and cut at the edges of each span. Cells are ascending; spans of time without slots have none. */
export function qualityCells(check: SlotCheck, length: number, anchor: number): QualityCell[] {
  const { grid, states, shortMinutes } = check;
  const cells: QualityCell[] = [];
  for (const span of grid.spans) {
    let from: number = span.from;
    while (from < span.to) {
      const to = Math.min(span.to, anchor + (Math.floor((from - anchor) / length) + 1) * length);
      const counts = countQuality(
        states,
        grid.slotsUntil(from),
        grid.slotsUntil(to),
        shortMinutes,
        grid.minuteAt(from),
        grid.minuteAt(to - 1) + 1,
      );
      cells.push({ from: micros(from), to: micros(to), ...counts, quality: qualityOf(counts) });
      from = to;
    }
  }
  return cells;
}

export function minuteCells(check: SlotCheck): QualityCell[] {
  const anchor = check.grid.spans[0]?.from ?? 0;
  return qualityCells(check, MICROS_PER_MINUTE, anchor);
}
