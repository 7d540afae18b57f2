import type { RetentionRule } from '../../../shared/store/retention.ts';
import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import { compareIntervals, parseInterval } from '../../../shared/market/interval.ts';

/** One line of the form: what is stored, and for how many days it stays; empty text keeps it for ever. */
export interface RetentionLine {
  readonly of: string;
  readonly days: string;
}

/** A line for every interval and kind that is stored or has a rule: bars by interval, finest first, then quotes and trades. */
export function retentionLines(
  catalogue: readonly SeriesSummary[],
  rules: readonly RetentionRule[],
): readonly RetentionLine[] {
  const known = new Map(rules.map(({ of, days }) => [of, String(days)]));
  const names = new Set([
    ...catalogue.map(({ kind, interval }) => (kind === 'bars' ? (interval ?? '') : kind)),
    ...known.keys(),
  ]);
  names.delete('');
  return [...names].sort(finestFirst).map((of) => ({ of, days: known.get(of) ?? '' }));
}

/** The rules that the lines state, or which of them is none. */
export function retentionRules(lines: readonly RetentionLine[]): readonly RetentionRule[] | { readonly bad: string } {
  const rules: RetentionRule[] = [];
  for (const { of, days } of lines) {
    if (days === '') continue;
    const count = Number(days);
    if (!Number.isInteger(count) || count < 1 || count > 36_500) return { bad: of };
    rules.push({ of, days: count });
  }
  return rules;
}

function finestFirst(a: string, b: string): number {
  const [one, other] = [parseInterval(a), parseInterval(b)];
  if (one !== undefined && other !== undefined) return compareIntervals(one, other);
  return one === undefined ? (other === undefined ? (a < b ? -1 : 1) : 1) : -1;
}
