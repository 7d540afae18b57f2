import { AppError } from '../../../shared/lang/app-error.ts';
import type { SizingConfig } from '../../../shared/session/trading-config.ts';
import type { OrderKind, OrderRequest } from '../../../shared/trading/order.ts';
import { codeOf, KINDS, SIDES, TIMES_IN_FORCE } from '../trading-codes.ts';
import { type Instrument, wholeLots } from './instrument.ts';
import { MONEY } from './money.ts';
import type { Portfolio } from './portfolio.ts';

/** Throws `bad-request` for an order that makes no sense whatever the market does. */
export function checkRequest(request: OrderRequest): void {
  const { symbol, side, quantity, kind, bracket, timeInForce, group, tag } = request;
  checkWord(symbol, 'side', side, SIDES);
  checkKind(symbol, 'kind', kind, KINDS);
  if (timeInForce !== undefined) checkWord(symbol, 'timeInForce', timeInForce, TIMES_IN_FORCE);
  if (quantity !== undefined && !(quantity > 0 && Number.isFinite(quantity))) {
    throw new AppError('bad-request', `An order of ${quantity} ${symbol} is none. Give a quantity above 0.`);
  }
  if (group !== undefined) checkText(symbol, 'group', group);
  if (tag !== undefined) checkText(symbol, 'tag', tag);
  if (
    (timeInForce === 'ioc' || timeInForce === 'fok') &&
    (kind.type === 'market-on-open' || kind.type === 'market-on-close')
  ) {
    throw new AppError(
      'bad-request',
      `A ${kind.type} order waits for its moment and cannot be ${timeInForce}. Use day or gtc.`,
    );
  }
  if (bracket?.target !== undefined) checkPrice(symbol, 'target', bracket.target);
  if (bracket?.stop !== undefined) checkKind(symbol, "kind of the bracket's stop", bracket.stop, STOPS);
}

const STOPS = ['stop', 'trailing-stop'] as const;
const UNITS = ['price', 'fraction'] as const;
const NO_PRICES = [] as const;

/** `given` as a strategy without types may give it. */
function checkKind(symbol: string, name: string, given: unknown, kinds: readonly OrderKind['type'][]): void {
  if (typeof given !== 'object' || given === null) {
    throw new AppError(
      'bad-request',
      `The ${name} of an order of ${symbol} is ${String(given)}. Give an object with its type, such as { type: '${kinds[0] ?? ''}' }.`,
    );
  }
  const kind = given as OrderKind;
  checkWord(symbol, name, kind.type, kinds);
  if (kind.type === 'trailing-stop') checkWord(symbol, 'unit of the trailing distance', kind.unit, UNITS);
  for (const [price, value] of pricesOf(kind)) checkPrice(symbol, price, value);
}

function pricesOf(kind: OrderKind): readonly (readonly [string, number])[] {
  switch (kind.type) {
    case 'limit':
      return [['limit', kind.limit]];
    case 'stop':
      return [['stop', kind.stop]];
    case 'stop-limit':
      return [
        ['stop', kind.stop],
        ['limit', kind.limit],
      ];
    case 'trailing-stop':
      return [['trailing distance', kind.distance]];
    default:
      return NO_PRICES;
  }
}

function checkWord(symbol: string, name: string, word: unknown, words: readonly string[]): void {
  if (typeof word === 'string' && codeOf(words, word) >= 0) return;
  throw new AppError(
    'bad-request',
    `The ${name} of an order of ${symbol} is ${JSON.stringify(word)}. Give one of ${words.join(', ')}.`,
  );
}

function checkText(symbol: string, name: string, text: unknown): void {
  if (typeof text === 'string') return;
  throw new AppError(
    'bad-request',
    `The ${name} of an order of ${symbol} is ${String(text)}. Give a text, or leave it out.`,
  );
}

function checkPrice(symbol: string, name: string, price: number): void {
  if (price > 0 && Number.isFinite(price)) return;
  throw new AppError('bad-request', `The ${name} of an order of ${symbol} is ${price}. Give a number above 0.`);
}

/** Units by the configuration's sizing (`cli.md`) at a price, rounded down to the lot. */
export function sizeOf(
  { type, value }: SizingConfig,
  instrument: Instrument,
  portfolio: Pick<Portfolio, 'equity'>,
  price: number,
): number {
  if (type === 'units') return wholeLots(value, instrument.lotSize);
  const cash = type === 'cash' ? value : (portfolio.equity / MONEY) * value;
  return Math.max(0, wholeLots(cash / (price * instrument.multiplier), instrument.lotSize));
}

export function isWholeLots(quantity: number, lotSize: number): boolean {
  const lots = quantity / lotSize;
  return Math.abs(lots - Math.round(lots)) < 1e-6;
}
