import { MAX_SCALE, scaleOf } from '../../../../shared/market/price.ts';
import type { ImportOptions } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import { sqlText } from '../sql.ts';
import type { NumberColumn } from '../values.ts';
import type { Findings } from './answer.ts';
import type { Sample } from './sample.ts';
import { count } from './wording.ts';

export interface ScaleAnswer {
  readonly priceScale: number;
  readonly sizeScale: number;
  /** Only the first rows of each symbol were looked at. */
  readonly isAssumed?: boolean;
  /** Nothing is rounded, and every number is as exact as a double as it is as text. */
  readonly isExact: boolean;
  /** By symbol, for files of several; a symbol's own may be smaller than the file's. */
  readonly bySymbol: ReadonlyMap<string, { readonly priceScale: number; readonly sizeScale: number }>;
}

/** A part of `raw` that holds one symbol, with its first rows. */
export interface SymbolPart {
  readonly symbol: string;
  /** `raw`, or a subquery. */
  readonly from: string;
  /** Position of its first row. */
  readonly low: number;
  readonly sample: Sample;
}

/** Digits of a stored decimal. */
const DIGITS = 18;
/** Doubles that come out of arithmetic miss their decimal by a few of the last bits: 1 part in 10 ** 14 at most. */
const NOISE = 1e-14;
const TOO_FINE = MAX_SCALE + 1;
/** Up to so many units a double times a power of ten rounds to the units that its decimal has. */
const MAX_UNITS = 2 ** 51;

interface Row {
  readonly s: string;
  readonly price: number | null;
  readonly size: number | null;
  readonly highest: number | null;
  readonly largest: number | null;
}

/** The fewest places at which every price, and every size, is exactly what the source wrote (S28). `parts` is absent where symbols are mixed in the
 * file; `symbol` is an expression over `raw`. */
export async function inferScale(
  database: Database,
  parts: readonly SymbolPart[] | undefined,
  symbol: string,
  prices: readonly NumberColumn[],
  sizes: readonly NumberColumn[],
  options: ImportOptions,
  findings: Findings,
): Promise<ScaleAnswer> {
  const rows: Row[] = [];
  for (const part of parts ?? []) {
    const confirmed = await confirmSample(database, part, prices, sizes);
    rows.push(...(confirmed ?? (await measure(database, sqlText(part.symbol), part.from, prices, sizes))));
  }
  if (parts === undefined) rows.push(...(await measure(database, symbol, 'raw', prices, sizes)));
  const needed = Math.max(0, ...rows.map(({ price }) => price ?? 0));
  const price = options.priceScale ?? (await settlePrice(database, needed, prices, findings));
  if (options.priceScale !== undefined && needed > price) await warnOfRounding(database, prices, price, findings);
  const sizeNeeded = Math.max(0, ...rows.map(({ size }) => size ?? 0));
  const sizeWanted = sizeNeeded > MAX_SCALE ? await settleSize(database, sizes, findings) : sizeNeeded;
  const size = Math.min(sizeWanted, roomFor(rows.map(({ largest }) => largest ?? 0)));
  if (size < sizeWanted)
    findings.warn(`Sizes are so large that only ${size} of their ${sizeWanted} places fit: they are rounded.`);
  const room = roomFor(rows.map(({ highest }) => highest ?? 0));
  if (price > room)
    findings.refuse(
      `Prices up to ${Math.max(...rows.map(({ highest }) => highest ?? 0))} with ${price} places need more than ${DIGITS} digits, which are not stored exactly.`,
    );
  const bySymbol = new Map(
    rows.map((row) => [
      row.s,
      {
        priceScale: needed > MAX_SCALE || options.priceScale !== undefined ? price : Math.min(price, row.price ?? 0),
        sizeScale: Math.min(size, row.size ?? 0),
      },
    ]),
  );
  const largest = Math.max(
    ...rows.map((row) => Math.max((row.highest ?? 0) * 10 ** price, (row.largest ?? 0) * 10 ** size)),
  );
  const isExact = price >= needed && needed <= MAX_SCALE && size >= sizeNeeded && largest < MAX_UNITS;
  return { priceScale: price, sizeScale: size, isExact, bySymbol };
}

/** The scales that the first rows need. Whoever stores rows by them leaves out the {@link unfit} ones and, where there were any, has the scales
 * inferred. `undefined` where they are no decimals. */
export function assumeScale(
  parts: readonly SymbolPart[],
  prices: readonly NumberColumn[],
  sizes: readonly NumberColumn[],
): ScaleAnswer | undefined {
  const bySymbol = new Map(
    parts.map(({ symbol, sample }) => [
      symbol,
      { priceScale: sampleScale(sample, prices), sizeScale: sampleScale(sample, sizes) },
    ]),
  );
  const priceScale = Math.max(0, ...Array.from(bySymbol.values(), (scales) => scales.priceScale));
  const sizeScale = Math.max(0, ...Array.from(bySymbol.values(), (scales) => scales.sizeScale));
  if (Math.max(priceScale, sizeScale) > MAX_SCALE) return undefined;
  return { priceScale, sizeScale, isAssumed: true, isExact: true, bySymbol };
}

/** Condition of rows with a value that is no exact decimal of the scale, or so large that it cannot be told. */
export function unfit(columns: readonly NumberColumn[], scale: number): string {
  const limit = MAX_UNITS / 10 ** scale;
  return [missed(columns, scale), ...columns.map(({ double }) => `NOT abs(${double}) < ${limit}`)].join(' OR ');
}

/** The scale that the sample needs, when no row needs more: one comparison a value. `undefined` when some do. */
async function confirmSample(
  database: Database,
  { symbol, from: source, sample }: SymbolPart,
  prices: readonly NumberColumn[],
  sizes: readonly NumberColumn[],
): Promise<Row[] | undefined> {
  const price = sampleScale(sample, prices);
  const size = sampleScale(sample, sizes);
  if (price > MAX_SCALE || size > MAX_SCALE) return undefined;
  const { from, ownPrices, ownSizes } = doublesOf(sqlText(symbol), source, prices, sizes);
  const [row] = await database.rows<Row & { readonly missed: number }>(
    `SELECT any_value(s) AS s, ${price}::DOUBLE AS price, ${size}::DOUBLE AS size, ${largestOf(ownPrices)} AS highest,
       ${largestOf(ownSizes)} AS largest, count(*) FILTER (${[missed(ownPrices, price), missed(ownSizes, size)].join(' OR ')})::DOUBLE AS missed
     FROM ${from}`,
  );
  const isFinite = Number.isFinite(row?.highest ?? 0) && Number.isFinite(row?.largest ?? 0);
  return row?.missed === 0 && isFinite ? [row] : undefined;
}

function sampleScale(sample: Sample, columns: readonly NumberColumn[]): number {
  let most = 0;
  for (const { column, read } of columns) {
    for (const text of sample.of(column)) {
      const value = read(text);
      if (Number.isFinite(value)) most = Math.max(most, scaleOf(value) ?? TOO_FINE);
    }
  }
  return most;
}

/** Rows with a value that is not the double nearest to a decimal of the scale. What is not finite or too large equals itself and is told by the largest
 * value. */
function missed(columns: readonly NumberColumn[], scale: number): string {
  const power = 10 ** scale;
  const tests = columns.map(({ double, isSingle }) => {
    const back = `(round(${double} * ${power}) / ${power})`;
    return isSingle ? `${back}::FLOAT <> ${double}::FLOAT` : `${back} <> ${double}`;
  });
  return tests.length === 0 ? 'false' : tests.join(' OR ');
}

/** What each symbol's values need, tried scale by scale. */
async function measure(
  database: Database,
  symbol: string,
  source: string,
  prices: readonly NumberColumn[],
  sizes: readonly NumberColumn[],
): Promise<Row[]> {
  const { from, ownPrices, ownSizes } = doublesOf(symbol, source, prices, sizes);
  return database.rows<Row>(
    `SELECT s, ${maxScale(ownPrices)} AS price, ${maxScale(ownSizes)} AS size, ${maxValue(ownPrices)} AS highest,
       ${maxValue(ownSizes)} AS largest FROM ${from} GROUP BY s`,
  );
}

/** A subquery that reads each number once, and the columns as it names them. */
function doublesOf(symbol: string, source: string, prices: readonly NumberColumn[], sizes: readonly NumberColumn[]) {
  const named = (columns: readonly NumberColumn[], name: string): NumberColumn[] =>
    columns.map((column, index) => ({ ...column, double: `${name}${index}` }));
  const ownPrices = named(prices, 'p');
  const ownSizes = named(sizes, 'z');
  const own = [...ownPrices, ...ownSizes];
  const list = [...prices, ...sizes].map(({ double }, index) => `, ${double} AS ${own[index]?.double ?? ''}`);
  return { from: `(SELECT ${symbol} AS s${list.join('')} FROM ${source})`, ownPrices, ownSizes };
}

/** The smallest scale at which a positive value is the double nearest to a decimal of that scale; the cases are tried in order. */
function scaleCase({ double, isSingle }: NumberColumn): string {
  const steps = Array.from({ length: MAX_SCALE + 1 }, (_, scale) => {
    const power = 10 ** scale;
    const back = `round(${double} * ${power}) / ${power}`;
    return isSingle
      ? `WHEN (${back})::FLOAT = ${double}::FLOAT THEN ${scale}`
      : `WHEN ${back} = ${double} THEN ${scale}`;
  });
  return `CASE WHEN NOT coalesce(isfinite(${double}) AND ${double} > 0, false) THEN 0 ${steps.join(' ')} ELSE ${TOO_FINE} END`;
}

function maxScale(columns: readonly NumberColumn[]): string {
  return columns.length === 0 ? '0.0' : `max(greatest(${columns.map(scaleCase).join(', ')}))::DOUBLE`;
}

function maxValue(columns: readonly NumberColumn[]): string {
  if (columns.length === 0) return '0.0';
  return `max(greatest(${columns.map(({ double }) => `CASE WHEN isfinite(${double}) THEN ${double} END`).join(', ')}))`;
}

/** Not finite where one value is not. */
function largestOf(columns: readonly NumberColumn[]): string {
  return columns.length === 0 ? '0.0' : `greatest(${columns.map(({ double }) => `max(${double})`).join(', ')})`;
}

function roomFor(largest: readonly number[]): number {
  const digits = Math.ceil(Math.log10(Math.max(1, ...largest) + 1));
  return Math.max(0, Math.min(MAX_SCALE, DIGITS - digits));
}

async function settlePrice(
  database: Database,
  needed: number,
  prices: readonly NumberColumn[],
  findings: Findings,
): Promise<number> {
  if (needed <= MAX_SCALE) {
    const single = prices.some(({ isSingle }) => isSingle)
      ? ', in the precision of 32-bit floats that the file keeps them in'
      : '';
    findings.sure(
      'priceScale',
      needed === 0 ? `Prices are whole numbers${single}.` : `Every price is exact with ${needed} places${single}.`,
    );
    return needed;
  }
  const noisy = await noiseScale(database, prices);
  if (noisy !== undefined) {
    findings.sure(
      'priceScale',
      `Every price is a number of ${noisy} places, but for the last bits of binary arithmetic (1 part in 10^14).`,
    );
    return noisy;
  }
  findings.ask(
    'priceScale',
    `Some prices need more than ${MAX_SCALE} places. Say to how many places they are to be rounded.`,
  );
  return MAX_SCALE;
}

async function settleSize(database: Database, sizes: readonly NumberColumn[], findings: Findings): Promise<number> {
  const noisy = await noiseScale(database, sizes);
  if (noisy !== undefined) return noisy;
  findings.warn(`Some sizes need more than ${MAX_SCALE} places: they are rounded to ${MAX_SCALE}.`);
  return MAX_SCALE;
}

/** The smallest scale that every value meets but for rounding noise. */
async function noiseScale(database: Database, columns: readonly NumberColumn[]): Promise<number | undefined> {
  const misses = Array.from({ length: MAX_SCALE + 1 }, (_, scale) => {
    const power = 10 ** scale;
    const miss = columns.map(
      ({ double }) =>
        `(coalesce(isfinite(${double}), false) AND abs(${double} - round(${double} * ${power}) / ${power}) > abs(${double}) * ${NOISE})`,
    );
    return `count(*) FILTER (${miss.join(' OR ')})::DOUBLE AS p${scale}`;
  });
  const [row] = await database.rows<Record<string, number>>(`SELECT ${misses.join(', ')} FROM raw`);
  const scale = misses.findIndex((_, places) => row?.[`p${places}`] === 0);
  return scale < 0 ? undefined : scale;
}

async function warnOfRounding(
  database: Database,
  prices: readonly NumberColumn[],
  scale: number,
  findings: Findings,
): Promise<void> {
  const power = 10 ** scale;
  const off = prices.map(({ double }) => `round(${double} * ${power}) / ${power} <> ${double}`).join(' OR ');
  const [row] = await database.rows<{ n: number }>(`SELECT count(*) FILTER (${off})::DOUBLE AS n FROM raw`);
  findings.warn(`${count(row?.n ?? 0)} rows have prices of more than ${scale} places; they are rounded, as asked.`);
}
