import { describe, expect, test } from 'vitest';

import { comparedNames, resultName } from '../../../renderer/results/result-names.ts';

type Named = Parameters<typeof resultName>[0];

const result = (changes: Partial<Named> = {}): Named => ({
  name: 'AAPL in June',
  strategy: 'sma-cross',
  params: { fast: 20, slow: 50, interval: '1m' },
  from: '2025-06-27' as Named['from'],
  to: '2025-07-03' as Named['to'],
  symbols: ['AAPL'],
  ...changes,
});

describe('names of results', () => {
  test('alone: the strategy by its file and its parameters, without any the session', () => {
    expect(resultName(result({ strategy: '/home/me/my-cross.ts' }))).toBe('my-cross.ts 20/50/1m');
    expect(resultName(result({ params: {} }))).toBe('AAPL in June');
  });

  test('beside another: only what differs', () => {
    expect(comparedNames([result(), result({ params: { fast: 5, slow: 20, interval: '1m' } })])).toEqual([
      '20/50',
      '5/20',
    ]);
    expect(comparedNames([result(), result({ symbols: ['MSFT'], name: 'MSFT in June' })])).toEqual([
      'AAPL in June AAPL',
      'MSFT in June MSFT',
    ]);
  });

  test('of two strategies: both names, and a dash for parameters that one of them lacks', () => {
    const names = comparedNames([result(), result({ strategy: 'buy-and-hold', params: { interval: '1m' } })]);
    expect(names).toEqual(['sma-cross 20/50', 'buy-and-hold –/–']);
  });

  test('of one and the same run: numbered', () => {
    expect(comparedNames([result(), result()])).toEqual(['sma-cross 20/50/1m (1)', 'sma-cross 20/50/1m (2)']);
  });
});
