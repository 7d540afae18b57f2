import { AppError } from '../../../shared/lang/app-error.ts';
import type { SizingConfig } from '../../../shared/session/trading-config.ts';
import type { OrderKind, OrderRequest } from '../../../shared/trading/order.ts';
import { codeOf, SIDES, TIMES_IN_FORCE } from '../trading-codes.ts';
import { type Instrument, wholeLots } from './instrument.ts';
import { MONEY } from './money.ts';
import type { Portfolio } from './portfolio.ts';

/** Throws `bad-request` for an order that makes no sense whatever the market does. */
export function checkRequest(request: OrderRequest): void {
  const { symbol, side, quantity, kind, bracket, timeInForce, group, tag } = request;
  checkWord(symbol, 'side', side, SIDES);
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
  if (kind.type !== 'market') for (const [name, price] of pricesOf(kind)) checkPrice(symbol, name, price);
  if (bracket?.target !== undefined) checkPrice(symbol, 'target', bracket.target);
  if (bracket?.stop !== undefined) for (const [name, price] of pricesOf(bracket.stop)) checkPrice(symbol, name, price);
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
      return [];
  }
}

function checkWord(symbol: string, name: string, word: string, words: readonly string[]): void {
  if (codeOf(words, word) >= 0) return;
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
