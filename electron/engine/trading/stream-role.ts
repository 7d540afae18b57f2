import { ensure } from '../../../shared/lang/invariant.ts';
import type { SeriesKind } from '../../../shared/market/series.ts';
import type { RunPlan } from '../../../shared/session/plan.ts';
import type { RunLayout } from '../run-layout.ts';
import type { Instrument } from './instrument.ts';

/** What the rows of one stream mean for orders and positions. */
export interface StreamRole {
  readonly kind: SeriesKind;
  /** Of the run's instruments. */
  readonly index: number;
  /** Its slot of the layout. */
  readonly slot: number;
  /** Its rows fill orders (F3). */
  readonly fills: boolean;
  /** Its rows mark positions (S25): bars where the symbol has them. */
  readonly marks: boolean;
}

/** One for each stream of the run. */
export function streamRoles(
  { streams }: Pick<RunPlan, 'streams'>,
  { slots }: RunLayout,
  instruments: readonly Instrument[],
): readonly StreamRole[] {
  return streams.map(({ symbol, type }, stream) => {
    const { index, hasBars, fillsOn } = ensure(
      instruments.find((instrument) => instrument.symbol === symbol),
      symbol,
    );
    return {
      kind: type,
      index,
      slot: slots.findIndex((slot) => !slot.isDerived && slot.stream === stream),
      fills: fillsOn === type,
      marks: hasBars ? type === 'bars' : type === fillsOn,
    };
  });
}
