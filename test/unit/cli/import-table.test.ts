import { expect, test } from 'vitest';
import { importTable } from '../../../electron/cli/import-table.ts';
import { refusedReport } from '../../../electron/store/import/report.ts';
import { AppError } from '../../../shared/lang/app-error.ts';

const refused = (reason: string, option?: string) =>
  refusedReport(
    'spy.csv',
    '',
    new AppError('needs-answer', reason, option === undefined ? {} : { details: { option } }),
  );

test('a file refused for want of an answer names the flag that gives it, and one that is bad names none', () => {
  const text = importTable({ files: [refused('Which zone?', 'timeZone'), refused('Cut short.')], rowsStored: 0 });
  expect(text.split('\n').slice(3)).toEqual([
    'spy.csv: Which zone? Option: --time-zone',
    'spy.csv: Cut short.',
    '0 rows stored.',
  ]);
});
