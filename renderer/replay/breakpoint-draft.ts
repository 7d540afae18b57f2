import { parseTimeOfDay, type Breakpoint } from '../../shared/session/breakpoint.ts';

export type BreakpointKind = Breakpoint['type'];

/** What the form holds. */
export interface BreakpointDraft {
  readonly kind: BreakpointKind;
  /** Of a price or a gap; empty for a gap of any symbol. */
  readonly symbol: string;
  /** Price or time of day, as typed. */
  readonly text: string;
}

/** The breakpoint that the form states, or what it lacks. */
export function draftedBreakpoint(
  { kind, symbol, text }: BreakpointDraft,
  id: string,
): { readonly breakpoint: Breakpoint } | { readonly problem: string } {
  switch (kind) {
    case 'price': {
      const price = Number(text);
      if (text.trim() === '' || !Number.isFinite(price))
        return { problem: `"${text}" is no price. Give a number such as 145.50.` };
      return { breakpoint: { type: 'price', id, symbol, price } };
    }
    case 'time':
      if (parseTimeOfDay(text) === undefined)
        return { problem: `"${text}" is no time of day. Give one such as 10:00 or 10:00:30.` };
      return { breakpoint: { type: 'time', id, time: text } };
    case 'gap':
      return { breakpoint: symbol === '' ? { type: 'gap', id } : { type: 'gap', id, symbol } };
    case 'fill':
      return { breakpoint: { type: 'fill', id } };
  }
}
