import {
  SLOT_MISSING,
  SLOT_VERIFIED_EMPTY,
  type Evidence,
  type Gap,
  type SlotCause,
} from '../../shared/quality/quality.ts';
import { decimal } from '../../shared/lang/number-text.ts';
import type { BarColumns } from '../../shared/market/columns.ts';
import { PROOFS, type SlotCheck } from './completeness.ts';
import { fillMissing, type Substitute } from './fill.ts';

/** By slot, where a session with upkeep takes the bar of a missing one from (D3). */
export type FillOrigins = ReadonlyMap<number, string>;

/** What {@link fillMissing} would do with these substitutes; the check stays as it is. */
export function fillOrigins(bars: BarColumns, check: SlotCheck, substitutes: readonly Substitute[]): FillOrigins {
  const { fills } = fillMissing(bars, { ...check, states: check.states.slice() }, substitutes);
  const origins = new Map<number, string>();
  for (const { origin, times } of fills) for (const time of times) origins.set(check.grid.slotAt(time), origin);
  return origins;
}

/** Why each of the slots `[from, to)` is as it is; `null` where a bar is stored. `source` is that of the series. */
export function slotCauses(
  check: SlotCheck,
  origins: FillOrigins,
  source: string,
  from: number,
  to: number,
): (SlotCause | null)[] {
  const causes: (SlotCause | null)[] = [];
  for (let slot = from; slot < to; slot++) causes.push(causeOf(check, origins.get(slot), source, slot));
  return causes;
}

function causeOf(check: SlotCheck, filledFrom: string | undefined, source: string, slot: number): SlotCause | null {
  const state = check.states[slot];
  if (state === SLOT_VERIFIED_EMPTY) {
    const evidence = PROOFS[(check.proofs[slot] ?? 0) - 1];
    return evidence === undefined ? null : { text: proofText(evidence, source), evidence };
  }
  if (state !== SLOT_MISSING) return null;
  const minute = check.grid.minuteAt(check.grid.slotTime(slot));
  const isShort = check.shortMinutes[minute] === 1;
  const text = isShort
    ? `Missing: the stored 1m bar holds ${plain(check.shortVolumes[minute] ?? 0)} more volume than the seconds of its minute.`
    : 'Missing: no bar is stored, and nothing stored proves that nothing traded.';
  if (filledFrom === undefined) return { text };
  return { text: `${text} A session with upkeep fills it from ${filledFrom}.`, filledFrom };
}

function proofText(evidence: Evidence, source: string): string {
  switch (evidence) {
    case 'coarser-bar':
      return 'Nothing traded: the stored 1m bar has exactly the volume of the seconds that are stored of its minute.';
    case 'trades':
      return `Nothing traded: recorded trades of ${source} go on before and after, and none is in this slot.`;
    case 'lists-every-trade':
      return `Nothing traded: ${source} states that it lists every slot in which something traded.`;
  }
}

/** The gaps with what a session with upkeep fills them from. */
export function withFills(gaps: readonly Gap[], check: SlotCheck, origins: FillOrigins): Gap[] {
  if (origins.size === 0) return [...gaps];
  return gaps.map((gap) => {
    const slots = new Map<string, number>();
    for (let slot = check.grid.slotAt(gap.from), end = slot + gap.slots; slot < end; slot++) {
      const origin = origins.get(slot);
      if (origin !== undefined) slots.set(origin, (slots.get(origin) ?? 0) + 1);
    }
    if (slots.size === 0) return gap;
    return { ...gap, fills: [...slots].map(([origin, count]) => ({ origin, slots: count })) };
  });
}

/** Volumes are differences of doubles nearest to decimals. */
const plain = (volume: number): string => decimal(Number(volume.toPrecision(12)));
