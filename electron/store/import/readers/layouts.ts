import { AppError } from '../../../../shared/lang/app-error.ts';
import type { KnownLayout } from '../raw-table.ts';
import { databentoLayout } from './databento.ts';
import type { DelimitedForm } from './delimited-sniff.ts';

/** Layouts that are recognised as a whole, because their files have no names. `rows` are the first rows. */
export function knownLayout(form: DelimitedForm, rows: readonly (readonly string[])[]): KnownLayout | undefined {
  if (rows.length === 0) return undefined;
  if (form.names !== undefined) return databentoLayout(form.names, rows);
  const table = TABLES.find(({ fits }) => rows.every(fits) && rows.some((row) => row[0] === LEAN_END));
  if (table !== undefined) throw new AppError('bad-file', table.refusal);
  return LAYOUTS.find(({ width, fits }) => form.width === width && rows.every(fits))?.layout;
}

interface Candidate {
  readonly width: number;
  readonly fits: (row: readonly string[]) => boolean;
  readonly layout: KnownLayout;
}

const PRICE = /^\d+(\.\d+)?$/;
const isPrice = (text: string | undefined): boolean => text !== undefined && PRICE.test(text);
const arePrices = (row: readonly string[], from: number, to: number): boolean => row.slice(from, to).every(isPrice);

/** LEAN ends its tables of factors and of names with a row of this date. */
const LEAN_END = '20501231';
const TABLES: readonly { readonly fits: (row: readonly string[]) => boolean; readonly refusal: string }[] = [
  {
    fits: (row) => row.length === 4 && /^\d{8}$/.test(row[0] ?? '') && arePrices(row, 1, 4),
    refusal:
      'The file is a LEAN factor file: it holds split and dividend factors, no prices. Name it as "factors" of an instrument in the session instead.',
  },
  {
    fits: (row) =>
      row.length >= 2 && row.length <= 3 && /^\d{8}$/.test(row[0] ?? '') && /^[a-z0-9.]+$/i.test(row[1] ?? ''),
    refusal: 'The file is a LEAN map file: it lists the tickers that a company had, no prices. It is not needed here.',
  },
];

const LAYOUTS: readonly Candidate[] = [
  {
    width: 12,
    fits: (row) =>
      /^\d{13}$|^\d{16}$/.test(row[0] ?? '') && arePrices(row, 1, 6) && (row[6] ?? '').length === (row[0] ?? '').length,
    layout: {
      name: 'binance-klines',
      kind: 'bars',
      meanings: { c0: 'time', c1: 'open', c2: 'high', c3: 'low', c4: 'close', c5: 'volume', c8: 'trades' },
      stamp: 'open',
      calendar: '24x7',
      evidence: 'Twelve columns without names, as Binance writes klines: open time first.',
    },
  },
  {
    width: 6,
    fits: (row) => /^\d{8} \d{6}$/.test(row[0] ?? '') && arePrices(row, 1, 6),
    layout: {
      name: 'histdata-bars',
      kind: 'bars',
      meanings: { c0: 'time', c1: 'open', c2: 'high', c3: 'low', c4: 'close', c5: 'volume' },
      timeZone: '-05:00',
      stamp: 'open',
      evidence:
        'yyyyMMdd HHmmss and five numbers without names, as HistData writes bars: Eastern Standard Time without daylight saving.',
    },
  },
  {
    width: 4,
    fits: (row) => /^\d{8} \d{9}$/.test(row[0] ?? '') && arePrices(row, 1, 3),
    layout: {
      name: 'histdata-ticks',
      kind: 'quotes',
      meanings: { c0: 'time', c1: 'bid', c2: 'ask' },
      timeZone: '-05:00',
      sampled: 'event',
      evidence:
        'yyyyMMdd HHmmssSSS, bid and ask without names, as HistData writes ticks: Eastern Standard Time without daylight saving.',
    },
  },
  {
    width: 3,
    fits: (row) => /^\d{10}(\.\d+)?$/.test(row[0] ?? '') && arePrices(row, 1, 3),
    layout: {
      name: 'kraken-trades',
      kind: 'trades',
      meanings: { c0: 'time', c1: 'price', c2: 'size' },
      calendar: '24x7',
      evidence: 'Seconds since 1970, price and volume without names, as Kraken writes trades.',
    },
  },
];
