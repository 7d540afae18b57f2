import type { Side } from '../../../shared/trading/order.ts';

/** The way a price is taken to have gone inside one bar (S18): open, the nearer extreme, the other one, close. A position on it is a
 * number from 0 (the open) to 3 (the close); whole numbers are its corners. */
export type BarPath = readonly [open: number, first: number, second: number, close: number];

/** O-H-L-C when the open is nearer the high, else O-L-H-C (S18). */
export function pathOf(open: number, high: number, low: number, close: number): BarPath {
  return high - open < open - low ? [open, high, low, close] : [open, low, high, close];
}

export interface PathHit {
  readonly position: number;
  readonly price: number;
}

/** The first position from `from` on at which the price is at or beyond `level`, seen from the side it comes from: a level below is
 * reached going down. With `isStrict` it must be beyond. Where it is so at `from`, the price there is taken, not the level. */
export function reach(
  path: BarPath,
  from: number,
  level: number,
  direction: 'down' | 'up',
  isStrict: boolean,
): PathHit | undefined {
  const sign = direction === 'down' ? 1 : -1;
  const isThere = (price: number): boolean => (isStrict ? sign * price < sign * level : sign * price <= sign * level);
  const start = priceAt(path, from);
  if (isThere(start)) return { position: from, price: start };
  for (let segment = Math.floor(from); segment < 3; segment++) {
    const a = segment === Math.floor(from) ? start : (path[segment] as number);
    const b = path[segment + 1] as number;
    if (!isThere(b)) continue;
    const begin = Math.max(from, segment);
    return { position: begin + ((a - level) / (a - b)) * (segment + 1 - begin), price: level };
  }
  return undefined;
}

export interface TrailingHit {
  readonly hit: PathHit | undefined;
  /** The best price seen up to the hit or the close. */
  readonly best: number;
}

/** Follows a trailing stop: `levelOf` the best price so far is where it stands. A `sell` follows highs and is hit from above. */
export function trail(
  path: BarPath,
  from: number,
  side: Side,
  best: number,
  levelOf: (best: number) => number,
): TrailingHit {
  const sign = side === 'sell' ? 1 : -1;
  const start = priceAt(path, from);
  if (sign * start <= sign * levelOf(best)) return { hit: { position: from, price: start }, best };
  let top = sign * start > sign * best ? start : best;
  for (let segment = Math.floor(from); segment < 3; segment++) {
    const begin = Math.max(from, segment);
    const a = begin === from ? start : (path[segment] as number);
    const b = path[segment + 1] as number;
    const level = levelOf(top);
    if (sign * b <= sign * level) {
      return { hit: { position: begin + ((a - level) / (a - b)) * (segment + 1 - begin), price: level }, best: top };
    }
    if (sign * b > sign * top) top = b;
  }
  return { hit: undefined, best: top };
}

export function priceAt(path: BarPath, position: number): number {
  const segment = Math.min(2, Math.floor(position));
  const a = path[segment] as number;
  const b = path[segment + 1] as number;
  return position === segment ? a : a + (b - a) * (position - segment);
}
