import { type BarPath, reach, trail } from './bar-path.ts';
import type { Hit } from './executor.ts';
import { isStopKind, limitOf, stopOf, trailingLevel, type WorkingOrder } from './working-order.ts';

/** Where on a bar's path an order is filled. */
export interface BarHit extends Hit {
  readonly order: WorkingOrder;
  readonly position: number;
}

/** Where on the path an order would be filled (S17): a market order at the open; a stop at its price, or at the open that jumped over
 * it; a limit when the price goes through it (`isStrict`), at the open when that is better. `undefined` when the bar does not fill it. */
export function hitOf(order: WorkingOrder, path: BarPath, isStrict: boolean): BarHit | undefined {
  const { kind, from, side } = order;
  switch (kind.type) {
    case 'market':
    case 'market-on-open':
      return { order, position: from, price: path[0], source: 'open', isMaker: false, isLimit: false };
    case 'market-on-close':
      return undefined;
    case 'trailing-stop': {
      const best = Number.isNaN(order.best) ? startOf(path, from) : order.best;
      const { hit } = trail(path, from, side, best, (top) => trailingLevel(order, top));
      if (hit === undefined) return undefined;
      return { order, ...hit, source: hit.position === 0 ? 'open' : 'stop', isMaker: false, isLimit: false };
    }
    case 'limit':
      return limitHit(order, path, from, isStrict);
    case 'stop':
    case 'stop-limit': {
      const stop = stopOf(order);
      if (stop === undefined) return limitHit(order, path, from, isStrict);
      const hit = reach(path, from, stop, side === 'buy' ? 'up' : 'down', false);
      if (hit === undefined) return undefined;
      if (kind.type === 'stop') {
        return { order, ...hit, source: hit.position === 0 ? 'open' : 'stop', isMaker: false, isLimit: false };
      }
      return triggered(order, path, hit.position, hit.price, kind.limit, isStrict);
    }
  }
}

/** On one path; of two at one place the one that was placed first. */
export function comesBefore(a: BarHit, b: BarHit): boolean {
  return a.position < b.position || (a.position === b.position && a.order.id < b.order.id);
}

/** One is a stop and the other a target of one position (S18). */
export function mayBePartners(one: WorkingOrder, other: WorkingOrder): boolean {
  return (
    other !== one &&
    other.side === one.side &&
    isStopKind(other.kind) !== isStopKind(one.kind) &&
    ((one.group !== undefined && other.group === one.group) || (one.reduceOnly && other.reduceOnly))
  );
}

/** Follows a trailing stop over a bar that did not fill it, and notes a stop that was reached. */
export function afterBar(order: WorkingOrder, path: BarPath): void {
  const { kind, side } = order;
  if (kind.type === 'trailing-stop') {
    const best = Number.isNaN(order.best) ? startOf(path, order.from) : order.best;
    order.best = trail(path, order.from, side, best, (top) => trailingLevel(order, top)).best;
  }
  const stop = stopOf(order);
  if (kind.type === 'stop-limit' && stop !== undefined) {
    order.isTriggered = reach(path, order.from, stop, side === 'buy' ? 'up' : 'down', false) !== undefined;
  }
}

function limitHit(order: WorkingOrder, path: BarPath, from: number, isStrict: boolean): BarHit | undefined {
  const limit = limitOf(order);
  if (limit === undefined) return undefined;
  const hit = reach(path, from, limit, order.side === 'buy' ? 'down' : 'up', isStrict);
  if (hit === undefined) return undefined;
  const isOpen = hit.position === 0;
  return { order, ...hit, source: isOpen ? 'open' : 'limit', isMaker: !isOpen, isLimit: true };
}

/** A stop-limit whose stop was reached at a price: filled there when the limit allows it, else a limit order from there on. */
function triggered(
  order: WorkingOrder,
  path: BarPath,
  position: number,
  price: number,
  limit: number,
  isStrict: boolean,
): BarHit | undefined {
  const isBuy = order.side === 'buy';
  const isMarketable = isBuy ? price <= limit : price >= limit;
  if (isMarketable) {
    return { order, position, price, source: position === 0 ? 'open' : 'stop', isMaker: false, isLimit: true };
  }
  const hit = reach(path, position, limit, isBuy ? 'down' : 'up', isStrict);
  return hit === undefined ? undefined : { order, ...hit, source: 'limit', isMaker: true, isLimit: true };
}

/** A trailing stop begins to follow where it begins to count. */
function startOf(path: BarPath, from: number): number {
  return from === 0 ? path[0] : (path[Math.floor(from)] as number);
}
