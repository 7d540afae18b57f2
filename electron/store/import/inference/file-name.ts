import { parseInterval, type Interval } from '../../../../shared/market/interval.ts';
import { classify } from './instruments.ts';

/** What a path says: evidence, never more. */
export interface NameFacts {
  readonly symbol?: { readonly value: string; readonly evidence: string };
  /** Words of the name and of the folder that may be a ticker: to be offered, not to be taken. */
  readonly maybeSymbols: readonly string[];
  readonly interval?: Interval;
  /** Value of a hive folder `date=...` above the file. */
  readonly date?: string;
}

const WORDS = new Set(
  (
    'DAT ASCII BID ASK MID TRADES TRADE QUOTES QUOTE TICKS TICK BARS BAR NBBO OHLC OHLCV KLINES KLINE DATA FUTURES PERP SPOT CSV JSON PARQUET UTC EST ' +
    'MIN MINUTE MINUTES SECOND SECONDS SEC HOUR HOURLY DAY DAILY US STOCKS SIP AGGS EXPORT HISTORY PART TEST DEFAULT ' +
    'INTRADAY SAMPLE PRICE PRICES STOCK FX CRYPTO RAW ALL NEW OLD COPY FILE DOWNLOAD TABLE OUT OUTPUT MY THE AND FOR VOLUME ' +
    'NY GMT ET EDT CST OPEN CLOSE LAST FULL CLEAN MERGED FINAL DB TMP TEMP'
  ).split(' '),
);
const MT_INTERVALS: Readonly<Record<string, string>> = {
  M1: '1m',
  M5: '5m',
  M15: '15m',
  M30: '30m',
  H1: '1h',
  H4: '4h',
  D1: '1d',
  W1: '1w',
  T1: '',
};
/** MetaTrader 4 writes the chart's minutes after its symbol: `EURUSD1.csv`. */
const MT4_NAME = /^([A-Z]{6,})(?:1|5|15|30|60|240|1440)$/;
const WORD_INTERVALS: Readonly<Record<string, string>> = {
  second: '1s',
  minute: '1m',
  hour: '1h',
  hourly: '1h',
  daily: '1d',
  day: '1d',
  weekly: '1w',
};

export function factsOfPath(path: string): NameFacts {
  const parts = path.split(/[/\\]/);
  const name = parts.at(-1) ?? '';
  const stem = name.replace(
    /(\.(csv|tsv|psv|txt|json|jsonl|ndjson|parquet|feather|arrow|ipc|gz|zip|zst|pq|last))+$/i,
    '',
  );
  const interval = intervalIn(stem);
  const date = hive(parts, 'date') ?? hive(parts, 'day');
  const symbol = symbolOfFolders(parts) ?? symbolOfPair(stem) ?? symbolOfDashes(stem) ?? symbolOfStem(stem);
  return {
    ...(symbol === undefined ? {} : { symbol }),
    maybeSymbols: maybeSymbols(stem, parts.at(-2) ?? ''),
    ...(interval === undefined ? {} : { interval }),
    ...(date === undefined ? {} : { date }),
  };
}

function hive(parts: readonly string[], key: string): string | undefined {
  const folder = parts.slice(0, -1).findLast((part) => part.toLowerCase().startsWith(`${key}=`));
  if (folder === undefined) return undefined;
  try {
    return decodeURIComponent(folder.slice(key.length + 1));
  } catch {
    return folder.slice(key.length + 1);
  }
}

function symbolOfFolders(parts: readonly string[]): NameFacts['symbol'] {
  for (const key of ['symbol', 'ticker', 'sym', 'instrument']) {
    const value = hive(parts, key);
    if (value !== undefined && value !== '') return { value, evidence: `Folder "${key}=${value}".` };
  }
  return undefined;
}

/** freqtrade's `BTC_USDT-1m`, `XRP_USDT_USDT-5m-futures`. */
function symbolOfPair(stem: string): NameFacts['symbol'] {
  const match = /^([A-Z0-9]+)_([A-Z0-9]+)(?:_([A-Z0-9]+))?-(\d+[smhdw])\b/.exec(stem);
  if (match === null) return undefined;
  const [, base, quote, settle] = match;
  const value = `${base}/${quote}${settle === undefined ? '' : `:${settle}`}`;
  return { value, evidence: `The file's name is of freqtrade's form for ${value}.` };
}

/** `Binance-ETH-USD-PT5M`: two tokens that only together are a market. */
function symbolOfDashes(stem: string): NameFacts['symbol'] {
  const tokens = stem.split('-');
  for (let at = 0; at + 1 < tokens.length; at++) {
    const value = `${tokens[at] ?? ''}-${tokens[at + 1] ?? ''}`;
    const isPair = /^[A-Z]{2,6}-[A-Z]{3,5}$/.test(value) && !WORDS.has(tokens[at + 1] ?? '');
    const kind = isPair ? classify(value) : undefined;
    if (kind === 'fx' || kind === 'crypto') return { value, evidence: `"${value}" in the file's name.` };
  }
  return undefined;
}

/** A leading ticker in capitals, or a pair known as such in any case. A lower-case word alone is no symbol. */
function symbolOfStem(stem: string): NameFacts['symbol'] {
  const tokens = stem
    .split(/[_\s.]+|-(?=[\d_])|(?<=[a-z0-9])-(?=[a-z]+\d)/)
    .flatMap((token) => (token.includes('-') ? [token, ...token.split('-')] : [token]));
  for (const token of tokens) {
    const upper = token.toUpperCase();
    if (WORDS.has(upper) || upper in MT_INTERVALS || /^\d/.test(token)) continue;
    const charted = MT4_NAME.exec(upper)?.[1];
    if (charted !== undefined && classify(charted) === 'fx')
      return { value: charted, evidence: `"${token}" in the file's name, as MetaTrader 4 names a chart.` };
    const known = classify(upper);
    if ((known === 'fx' || known === 'crypto' || known === 'future') && !/^[a-z]{1,5}$/.test(token)) {
      return { value: upper, evidence: `"${token}" in the file's name.` };
    }
  }
  const [first = ''] = stem.split(/[_\s]|-(?=\d)/);
  const isTicker = /^[A-Z][A-Z0-9.]{0,11}(-[A-Z]+)?$/.test(first) && !WORDS.has(first);
  return isTicker ? { value: first, evidence: `The file's name begins with "${first}".` } : undefined;
}

const MAX_SUGGESTED = 3;

function maybeSymbols(stem: string, folder: string): string[] {
  const words = stem.split(/[^A-Za-z0-9]+/);
  const likely = [
    ...words.filter((word) => /^[A-Z]{1,6}$/.test(word)),
    ...(/^[A-Z]{1,5}$/.test(folder) ? [folder] : []),
    ...words.filter((word) => /^[a-z]{2,5}$/i.test(word)).map((word) => word.toUpperCase()),
  ];
  const isTicker = (word: string): boolean => !WORDS.has(word) && !(word in MT_INTERVALS);
  return Array.from(new Set(likely.filter(isTicker))).slice(0, MAX_SUGGESTED);
}

function intervalIn(stem: string): Interval | undefined {
  for (const token of stem.split(/[_\s.-]+/)) {
    const plain = MT_INTERVALS[token.toUpperCase()] ?? WORD_INTERVALS[token.toLowerCase()];
    const iso = /^PT(\d+)([SMH])$/i.exec(token);
    const text = plain ?? (iso === null ? token : `${iso[1]}${(iso[2] ?? '').toLowerCase()}`);
    const interval = /^\d{1,3}[smhdw]$/.test(text) ? parseInterval(text) : undefined;
    if (interval !== undefined) return interval;
  }
  return undefined;
}
