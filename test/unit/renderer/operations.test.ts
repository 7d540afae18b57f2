import { describe, expect, test } from 'vitest';

import { damageText } from '../../../renderer/library/catalogue/damage-text.ts';
import { folderPath } from '../../../renderer/library/operations/folder-path.ts';
import { isBackup } from '../../../renderer/library/operations/operations-store.ts';
import { retentionLines, retentionRules } from '../../../renderer/library/operations/retention-rules.ts';
import { damageOn } from '../../../renderer/library/quality/damaged-days.ts';
import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import type { DamagedFile } from '../../../shared/store/operations.ts';
import { at } from '../../support/series.ts';

const damaged = (from: string, to: string, reason: DamagedFile['reason'] = 'altered'): DamagedFile => ({
  path: 'bars/x.parquet',
  reason,
  seriesId: 'spy',
  symbol: 'SPY',
  from: at(from),
  to: at(to),
});

const series = (part: Partial<SeriesSummary>): SeriesSummary => ({
  id: 'spy',
  kind: 'bars',
  symbol: 'SPY',
  interval: '1s' as NonNullable<SeriesSummary['interval']>,
  source: 'import',
  calendar: 'us-equities',
  timeZone: 'America/New_York',
  from: at('2013-10-07T13:30:00Z'),
  to: at('2013-10-11T20:00:00Z'),
  rows: 1,
  bytes: 1,
  files: 1,
  priceScale: 2,
  ...part,
});

test('a chosen folder is found from one of its files, on each platform', () => {
  expect(folderPath('/home/me/old/bars/SPY.parquet', 'old/bars/SPY.parquet')).toBe('/home/me/old');
  expect(folderPath('C:\\Data\\old\\bars\\SPY.parquet', 'old/bars/SPY.parquet')).toBe('C:\\Data\\old');
  expect(folderPath('/home/me/old', '')).toBe('/home/me/old');
});

describe('damaged files', () => {
  test('are told with their dates and what brings them back', () => {
    expect(damageText([])).toBeUndefined();
    expect(damageText([damaged('2013-10-07T13:30:00Z', '2013-10-08T19:59:59Z')])).toBe(
      '1 stored file is altered: SPY 2013-10-07 to 2013-10-08. Import these dates again or restore a backup.',
    );
    const two = [
      damaged('2013-10-07T13:30:00Z', '2013-10-07T19:00:00Z'),
      damaged('2013-10-09T13:30:00Z', '2013-10-09T19:00:00Z', 'missing'),
    ];
    expect(damageText(two)).toContain('2 stored files are missing or altered: SPY 2013-10-07, SPY 2013-10-09.');
  });

  test('mark the dates of the exchange that they hold, and no others', () => {
    const file = damaged('2013-10-08T00:30:00Z', '2013-10-08T19:59:59Z');
    const on = damageOn([series({ damage: [file] }), series({ id: 'ibm' })]);
    expect(['2013-10-06', '2013-10-07', '2013-10-08', '2013-10-09'].map((date) => on('spy', date) === file)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(on('ibm', '2013-10-07')).toBeUndefined();
  });
});

describe('retention', () => {
  test('offers a line for all that is stored or has a rule, finest bars first', () => {
    const stored = [
      series({ interval: '1m' as never }),
      series({}),
      series({ kind: 'quotes', interval: undefined as never }),
    ];
    expect(retentionLines(stored, [{ of: 'trades', days: 30 }])).toEqual([
      { of: '1s', days: '' },
      { of: '1m', days: '' },
      { of: 'quotes', days: '' },
      { of: 'trades', days: '30' },
    ]);
  });

  test('keeps for ever what has no number, and names the line that is none', () => {
    expect(retentionRules([{ of: '1s', days: '90' }, { of: '1m', days: '' }])).toEqual([{ of: '1s', days: 90 }]); // prettier-ignore
    expect(retentionRules([{ of: '1s', days: '0' }])).toEqual({ bad: '1s' });
    expect(retentionRules([{ of: '1s', days: '1.5' }])).toEqual({ bad: '1s' });
  });
});

test('one tar file dropped on the window is a backup; several files, or others, are imported', () => {
  const file = (name: string): File => new File([''], name);
  expect([isBackup([file('a.tar')]), isBackup([file('a.csv')]), isBackup([file('a.tar'), file('b.tar')])]).toEqual([
    true,
    false,
    false,
  ]);
});
