import { MICROS_PER_MINUTE } from '../../shared/market/time.ts';
import { addCounts, countQuality, NO_QUALITY, qualityOf } from '../../shared/quality/count.ts';
import type { QualityCounts } from '../../shared/quality/quality.ts';
import type { PlannedSession, RunPlan } from '../../shared/session/plan.ts';
import type { SessionStrip } from '../../shared/session/replay.ts';
import type { StoreReader } from '../store/reader.ts';
import { BarDays } from './bar-days.ts';
import type { SlotCheck } from './completeness.ts';

const CELL = 5 * MICROS_PER_MINUTE;

/** Quality of each session of a run in five-minute cells from its open, over the base bars of all symbols, as they will be played: filled
 * where upkeep fills. */
export async function sessionStrips(plan: RunPlan, reader: StoreReader): Promise<SessionStrip[]> {
  const series = plan.streams.filter(({ type }) => type === 'bars').map((stream) => new BarDays(plan, stream, reader));
  const strips: SessionStrip[] = [];
  for (const session of plan.sessions) {
    const checks: SlotCheck[] = [];
    for (const days of series) checks.push((await days.checked(session)).check);
    strips.push(stripOf(session, checks));
  }
  return strips;
}

function stripOf(session: PlannedSession, checks: readonly SlotCheck[]): SessionStrip {
  const cells: number[] = [];
  let whole = NO_QUALITY;
  for (let from: number = session.open; from < session.close; from += CELL) {
    const counts = checks.map((check) => countsBetween(check, from, from + CELL)).reduce(addCounts, NO_QUALITY);
    cells.push(counts.expected === 0 ? -1 : qualityOf(counts));
    whole = addCounts(whole, counts);
  }
  return { index: session.index, quality: qualityOf(whole), cells };
}

function countsBetween({ grid, states, shortMinutes }: SlotCheck, from: number, to: number): QualityCounts {
  return countQuality(states, grid.slotsUntil(from), grid.slotsUntil(to), shortMinutes, 0, 0);
}
