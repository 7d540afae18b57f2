import type { ResultSummary } from '../../shared/trading/result.ts';
import { strategyLabel } from './strategy-label.ts';

type Named = Pick<ResultSummary, 'name' | 'strategy' | 'params' | 'from' | 'to' | 'symbols'>;

/** What a result is called alone: its strategy with its parameters, without any the name of its session. */
export function resultName({ name, strategy, params }: Named): string {
  const values = Object.values(params).join('/');
  return values === '' ? name : `${strategyLabel(strategy)} ${values}`;
}

/** What each of some results is called beside the others: only what tells them apart, in the order in which a person would look for it.
 * Results alike in all of it are numbered from 1. */
export function comparedNames(all: readonly Named[]): readonly string[] {
  const keys = [...new Set(all.flatMap(({ params }) => Object.keys(params)))];
  const distinct = keys.filter((key) => differ(all, ({ params }) => params[key]));
  const parts: readonly ((one: Named) => string)[] = [
    ({ strategy }) => strategyLabel(strategy),
    ({ params }) => distinct.map((key) => params[key] ?? '–').join('/'),
    ({ name }) => name,
    ({ symbols }) => symbols.join(', '),
    ({ from, to }) => (from === to ? from : `${from} to ${to}`),
  ];
  const telling = parts.filter((part) => differ(all, part));
  return all.map((one, index) => telling.map((part) => part(one)).join(' ') || `${resultName(one)} (${index + 1})`);
}

const differ = (all: readonly Named[], part: (one: Named) => unknown): boolean => new Set(all.map(part)).size > 1;
