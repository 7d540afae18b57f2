import type { Micros } from '../../../shared/market/time.ts';
import type { Fill, FillSource } from '../../../shared/trading/fill.ts';

/** A fill as those read it who keep its numbers in columns. */
export type FillFields = Omit<Fill, 'tag'> & { readonly tag?: string | undefined };

type Writable<Fields> = { -readonly [Key in keyof Fields]: Fields[Key] };

/** One object for all fills of a run, written anew by each: whoever keeps something of it copies that. */
export type Execution = Writable<Omit<Fill, 'source' | 'tag'>> & {
  readonly source: Writable<FillSource>;
  tag: string | undefined;
};

export function newExecution(): Execution {
  return {
    commission: 0,
    id: 0,
    isAmbiguous: false,
    isManual: false,
    knownAt: 0 as Micros,
    order: 0,
    price: 0,
    quantity: 0,
    side: 'buy',
    slippage: 0,
    source: { kind: 'bar', price: 'open', time: 0 as Micros },
    symbol: '',
    time: 0 as Micros,
    tag: undefined,
  };
}
