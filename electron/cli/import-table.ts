import { count } from '../../shared/lang/number-text.ts';
import type { ImportReport, ImportSummary } from '../../shared/store/import.ts';
import { textTable, type TextColumn } from './text-table.ts';

/** What became of each file, refusals and rejected rows with their reasons below; `done` says what became of the rows. */
export function importTable({ files, rowsStored }: ImportSummary, done = 'stored'): string {
  const reasons = files.flatMap(({ path, status, reason, option, rejections }) => [
    ...(status === 'refused' ? [`${path}: ${reason ?? 'refused'}${optionHint(option)}`] : []),
    ...rejections.map(
      (it) => `${path}: ${count(it.rows)} rows rejected, the first is row ${count(it.firstRow)}: ${it.reason}`,
    ),
  ]);
  return [textTable(COLUMNS, files), ...reasons, `${count(rowsStored)} rows ${done}.`].join('\n');
}

const COLUMNS: readonly TextColumn<ImportReport>[] = [
  { head: 'file', value: ({ path }) => path },
  { head: 'status', value: ({ status }) => status },
  { head: 'kind', value: ({ kind }) => kind },
  {
    head: 'symbols',
    value: ({ symbols = [] }) => (symbols.length > 3 ? `${symbols.length} symbols` : symbols.join(' ')),
  },
  { head: 'grid', value: ({ interval, sampled }) => interval ?? sampled },
  { head: 'read', value: ({ rowsRead }) => count(rowsRead), align: 'right' },
  { head: 'stored', value: ({ rowsStored }) => count(rowsStored), align: 'right' },
  { head: 'duplicates', value: ({ duplicates }) => count(duplicates), align: 'right' },
  { head: 'replaced', value: ({ replaced }) => count(replaced), align: 'right' },
  { head: 'rejected', value: ({ rejected }) => count(rejected), align: 'right' },
];

/** Names the flag that answers what the import asked. */
function optionHint(flag: string | undefined): string {
  return flag === undefined ? '' : ` Option: ${flag}`;
}
