import fc from 'fast-check';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { MICROS_PER_DAY } from '../../shared/market/time.ts';
import { barsKey, tradesKey } from './staged.ts';
import type { ModelFile, ModelRow, ModelSeries } from './store-model.ts';
import { NOW, type StoreCommand } from './store-rig.ts';

/** Midnight of the first day that rows lie on: six days before the day from which retention counts back. */
const START = NOW - 6 * MICROS_PER_DAY;
const DAYS = 6;
const SECOND = 1_000_000;

const SERIES: readonly SeriesKey[] = [barsKey('SPY'), barsKey('SPY', '1m'), barsKey('SPY', '1s', 'b'), tradesKey('SPY'), barsKey('QQQ')]; // prettier-ignore

/** Few stamps and few values, so that files overlap, agree and contradict each other often. */
const stamp = fc
  .tuple(fc.nat({ max: DAYS - 1 }), fc.nat({ max: 6 }))
  .map(([day, slot]) => START + day * MICROS_PER_DAY + slot * 60 * SECOND);
const price = fc.constantFrom(1, 2, 2.5, 10.25, 10.125);
const size = fc.constantFrom(0, 1, 5, 0.5);

const rowsOfKey = (key: SeriesKey): fc.Arbitrary<ModelRow[]> => {
  const row = fc.tuple(stamp, price, size);
  const rows =
    key.kind === 'bars'
      ? fc.uniqueArray(row, { minLength: 1, maxLength: 10, selector: ([time]) => time })
      : fc.array(row, { minLength: 1, maxLength: 10 });
  return rows.map((list) => [...list].sort((a, b) => a[0] - b[0]));
};

const series: fc.Arbitrary<ModelSeries> = fc
  .constantFrom(...SERIES)
  .chain((key) => rowsOfKey(key).map((rows) => ({ key, rows })));

const file: fc.Arbitrary<ModelFile> = fc.record({
  name: fc.constantFrom('a', 'b'),
  series: fc.uniqueArray(series, { minLength: 1, maxLength: 2, selector: ({ key }) => seriesId(key) }),
});

const bound = fc.oneof(stamp, stamp.map((time) => time + 1), fc.constantFrom(START - MICROS_PER_DAY, NOW)); // prettier-ignore

const whole: fc.Arbitrary<Exclude<StoreCommand, { readonly do: 'crash' | 'import' }>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...SERIES), bound, bound)
      .map(([key, a, b]) => ({
        do: 'remove' as const,
        seriesId: seriesId(key),
        from: Math.min(a, b),
        to: Math.max(a, b),
      })),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retention' as const), of: fc.constantFrom('1s', '1m', 'trades'), days: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'compact' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('backup' as const), slot: fc.nat({ max: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const), slot: fc.nat({ max: 1 }), isFresh: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
); // prettier-ignore

/** Lists of commands; imports choose from a few files, so that the same file often comes again. */
export const storeCommands: fc.Arbitrary<StoreCommand[]> = fc
  .array(file, { minLength: 2, maxLength: 6 })
  .chain((files) => {
    const imports = fc
      .array(fc.constantFrom(...files), { minLength: 1, maxLength: 3 })
      .map((chosen) => ({ do: 'import' as const, files: chosen }));
    const command: fc.Arbitrary<StoreCommand> = fc.oneof(
      { weight: 8, arbitrary: imports },
      { weight: 11, arbitrary: whole },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('crash' as const),
          at: fc.integer({ min: 1, max: 120 }),
          during: fc.oneof(imports, whole),
        }),
      },
    );
    return fc.array(command, { minLength: 2, maxLength: 12 });
  });
