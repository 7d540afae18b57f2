import { expect, test } from 'vitest';
import { importTable } from '../../../electron/cli/import-table.ts';
import type { ImportReport } from '../../../shared/store/import.ts';

const refused = (reason: string, option?: string): ImportReport => ({
  path: 'spy.csv',
  sha256: '',
  status: 'refused',
  reason,
  ...(option === undefined ? {} : { option }),
  rowsRead: 0,
  rowsStored: 0,
  duplicates: 0,
  replaced: 0,
  rejected: 0,
  rejections: [],
});

test('a file refused for want of an answer names the flag that gives it, and one that is bad names none', () => {
  const text = importTable({ files: [refused('Which zone?', 'timeZone'), refused('Cut short.')], rowsStored: 0 });
  expect(text.split('\n').slice(3)).toEqual([
    'spy.csv: Which zone? Option: --time-zone',
    'spy.csv: Cut short.',
    '0 rows stored.',
  ]);
});
