import type { Fill, FillSource } from '../../../shared/trading/fill.ts';

/** A fill as those read it who keep its numbers in columns. */
export type FillFields = Omit<Fill, 'tag'> & { readonly tag?: string | undefined };

type Writable<Fields> = { -readonly [Key in keyof Fields]: Fields[Key] };

/** One object for all fills of a run, written anew by each: whoever keeps something of it copies that. */
export type Execution = Writable<Omit<Fill, 'source' | 'tag'>> & {
  readonly source: Writable<FillSource>;
  tag: string | undefined;
};
