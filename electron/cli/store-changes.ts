import { byteText, count, counted } from '../../shared/lang/number-text.ts';
import { formatIso } from '../../shared/market/time.ts';
import type { SeriesChange, StoreChanges, StorePlan } from '../../shared/store/operations.ts';
import type { Outcome } from './command-context.ts';
import { textTable, type TextColumn } from './text-table.ts';

/** What was done, or with `dryRun` what would be: the document of `delete`, `retention` and `compact`. */
export function changesOutcome(changes: StorePlan | StoreChanges, dryRun: boolean, line: () => string): Outcome {
  const { series, ...sums } = changes;
  const json = {
    ...sums,
    dryRun,
    series: series.map(({ from, to, ...rest }) => ({ ...rest, from: formatIso(from), to: formatIso(to) })),
  };
  const text = (): string => (series.length === 0 ? `${line()}.` : `${textTable(COLUMNS, series)}\n${line()}.`);
  return { json, text };
}

/** The last line of a dry run. */
export function planText({ series, files, rows, bytes }: StorePlan, what: string): string {
  if (series.length === 0) return `Nothing would be ${what}`;
  return `${counted(rows, 'row')} in ${counted(files, 'file')}, ${byteText(bytes)}, would be ${what}; nothing was changed`;
}

const COLUMNS: readonly TextColumn<SeriesChange>[] = [
  { head: 'kind', value: ({ kind }) => kind },
  { head: 'symbol', value: ({ symbol }) => symbol },
  { head: 'grid', value: ({ interval, sampled }) => interval ?? sampled },
  { head: 'source', value: ({ source }) => source },
  { head: 'from', value: ({ from }) => formatIso(from) },
  { head: 'to', value: ({ to }) => formatIso(to) },
  { head: 'files', value: ({ files }) => count(files), align: 'right' },
  { head: 'rows', value: ({ rows }) => count(rows), align: 'right' },
  { head: 'size', value: ({ bytes }) => byteText(bytes), align: 'right' },
];
