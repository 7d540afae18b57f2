import { classify, type InstrumentClass } from '../inference/instruments.ts';
import type { KnownLayout } from '../raw-table.ts';

/** QuantConnect LEAN's archives: `equity/usa/second/spy/20131007_trade.zip` holding `20131007_spy_second_trade.csv`. */
export interface LeanName {
  readonly symbol: string;
  readonly resolution: 'tick' | 'second' | 'minute' | 'hour' | 'daily';
  readonly kind: 'trade' | 'quote';
  /** `YYYY-MM-DD`, for files of one day. */
  readonly date?: string;
  /** Asset class and market where the path still tells them. */
  readonly asset?: string;
  readonly market?: string;
}

const FOLDERS =
  /(?:^|[/\\])(equity|crypto|cryptofuture|forex|cfd|future|index)[/\\]([a-z]+)[/\\](tick|second|minute|hour|daily)[/\\]/i;
const DAY_MEMBER =
  /^(\d{4})(\d{2})(\d{2})_([a-z0-9.$-]+)_(?:(tick|second|minute)_(trade|quote)|(trade|quote)_(tick|second|minute))(?:_(\d{6}))?\.csv$/i;
const MONTHS = 'FGHJKMNQUVXZ';
const ZONES: Readonly<Record<string, string>> = {
  'equity/usa': 'America/New_York',
  'equity/india': 'Asia/Kolkata',
  'index/usa': 'America/New_York',
  'forex/fxcm': '-05:00',
  'forex/oanda': 'UTC',
  'cfd/oanda': 'UTC',
};

/** Recognises a member of a LEAN archive; `path` is the archive's. */
export function leanName(member: string, path: string): LeanName | undefined {
  const folders = FOLDERS.exec(path);
  const place =
    folders === null ? {} : { asset: (folders[1] ?? '').toLowerCase(), market: (folders[2] ?? '').toLowerCase() };
  const day = DAY_MEMBER.exec(member.split('/').at(-1) ?? '');
  if (day !== null) {
    const [, year, month, date, name = '', resolution, kind, laterKind, laterResolution, contract] = day;
    return {
      symbol: contract === undefined ? name.toUpperCase() : contractSymbol(name, contract),
      resolution: (resolution ?? laterResolution ?? '').toLowerCase() as LeanName['resolution'],
      kind: (kind ?? laterKind ?? '').toLowerCase() as LeanName['kind'],
      date: `${year}-${month}-${date}`,
      ...place,
    };
  }
  const resolution = (folders?.[3] ?? '').toLowerCase();
  const long = /^([a-z0-9.$]+)(?:_(trade|quote))?\.csv$/i.exec(member);
  if (long === null || (resolution !== 'hour' && resolution !== 'daily')) return undefined;
  return {
    symbol: (long[1] ?? '').toUpperCase(),
    resolution,
    kind: (long[2] ?? 'trade').toLowerCase() as LeanName['kind'],
    ...place,
  };
}

/** A daily or hourly file outside LEAN's folders, by its rows: `19980102 00:00` and whole prices of five digits and more. */
export function leanByRows(member: string, rows: readonly (readonly string[])[]): LeanName | undefined {
  const symbol = /^([a-z0-9.$]+)\.csv$/i.exec(member)?.[1];
  const isAlike = (row: readonly string[]): boolean =>
    row.length === 6 &&
    /^\d{8} \d{2}:\d{2}$/.test(row[0] ?? '') &&
    row.slice(1, 5).every((cell) => /^\d{5,}$/.test(cell));
  if (symbol === undefined || rows.length === 0 || !rows.every(isAlike)) return undefined;
  const isDaily = rows.every((row) => row[0]?.endsWith(' 00:00') === true);
  return { symbol: symbol.toUpperCase(), resolution: isDaily ? 'daily' : 'hour', kind: 'trade' };
}

/** `es` of `201312` is ESZ13. */
function contractSymbol(root: string, contract: string): string {
  return `${root.toUpperCase()}${MONTHS[Number(contract.slice(4)) - 1] ?? ''}${contract.slice(2, 4)}`;
}

/** What LEAN's documentation says of a member's columns. `rows` are its first rows. */
export function leanLayout(name: LeanName, rows: readonly (readonly string[])[]): KnownLayout {
  const { asset, resolution, kind, date } = name;
  const instrument = classify(name.symbol);
  const isScaled =
    asset === undefined
      ? instrument !== 'fx' && instrument !== 'crypto' && instrument !== 'future' && hasWholePrices(name, rows)
      : asset === 'equity' || asset === 'index';
  const zone = zoneOf(name, instrument);
  const hasSizes = asset !== 'forex' && asset !== 'cfd';
  const isTick = resolution === 'tick';
  return {
    name: `lean-${resolution}-${kind}`,
    kind: kind === 'quote' ? 'quotes' : isTick ? 'trades' : 'bars',
    meanings: meaningsOf(kind, isTick, hasSizes),
    stamp: 'open',
    ...(isScaled ? { priceFactor: 10_000 } : {}),
    ...(date === undefined ? {} : { midnightOf: date }),
    ...(zone === undefined ? {} : { timeZone: zone }),
    ...(isTick
      ? kind === 'quote'
        ? { sampled: 'event' as const }
        : {}
      : { interval: INTERVALS[resolution], ...(kind === 'quote' ? { sampled: SAMPLED[resolution] } : {}) }),
    isSplitQuote: isTick && kind === 'quote',
    evidence: `A LEAN archive: ${resolution} ${kind}s${date === undefined ? '' : `, milliseconds since midnight of ${date}`}${isScaled ? ', prices times 10,000' : ''}${zone === undefined ? '' : `, ${zone}`}.`,
  };
}

/** Where the path no longer tells the market: crypto and futures are kept in UTC; shares and currencies must be told by their hours. */
function zoneOf({ asset, market }: LeanName, instrument: InstrumentClass | undefined): string | undefined {
  if (asset === undefined) return instrument === 'crypto' || instrument === 'future' ? 'UTC' : undefined;
  return ZONES[`${asset}/${market ?? ''}`] ?? (asset === 'equity' ? undefined : 'UTC');
}

/** LEAN multiplies prices of shares by 10,000, so that they are whole numbers; other prices have places. */
function hasWholePrices({ kind, resolution }: LeanName, rows: readonly (readonly string[])[]): boolean {
  const isTick = resolution === 'tick';
  const columns = isTick ? (kind === 'quote' ? [1, 3] : [1]) : kind === 'quote' ? [4, 9] : [1, 2, 3, 4];
  return rows.every((row) => columns.every((column) => /^\d*$/.test(row[column] ?? '')));
}

const INTERVALS: Readonly<Record<Exclude<LeanName['resolution'], 'tick'>, string>> = {
  second: '1s',
  minute: '1m',
  hour: '1h',
  daily: '1d',
};
const SAMPLED: Readonly<Record<Exclude<LeanName['resolution'], 'tick'>, '1s' | '1m'>> = {
  second: '1s',
  minute: '1m',
  hour: '1m',
  daily: '1m',
};

/** Quote bars are read as the last bid and ask of their interval. With `--kind bars` they are bars of the bid. */
function meaningsOf(kind: LeanName['kind'], isTick: boolean, hasSizes: boolean): KnownLayout['meanings'] {
  if (isTick && kind === 'trade') return { c0: 'time', c1: 'price', c2: 'size' };
  if (isTick) return { c0: 'time', c1: 'bid', c2: 'bid-size', c3: 'ask', c4: 'ask-size' };
  if (kind === 'trade') return { c0: 'time', c1: 'open', c2: 'high', c3: 'low', c4: 'close', c5: 'volume' };
  return { c0: 'time', c4: 'bid', c9: 'ask', ...(hasSizes ? { c5: 'bid-size', c10: 'ask-size' } : {}) };
}
