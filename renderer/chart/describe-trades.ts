import type { FillMark } from './fill-tape.ts';
import type { SymbolTrades } from './price-levels.ts';

/** Says on a chart's region what of the account is on its canvas: `data-fills` the symbol's fills up to the clock, `data-last-fill` the newest of
 * them (`-100 @ 165.34 at 1381152600`, seconds since the epoch), `data-position` (`200 @ 165.35`), `data-orders` (`3 limit 165.8; 4 stop 164`). */
export function describeTrades(
  region: HTMLElement,
  fills: readonly FillMark[],
  { position, levels }: SymbolTrades,
): void {
  const last = fills.at(-1);
  const said = {
    fills: String(fills.length),
    lastFill: last === undefined ? undefined : `${last.quantity} @ ${last.price} at ${last.time}`,
    position: position === undefined ? undefined : `${position.quantity} @ ${position.averagePrice}`,
    orders: levels.map(({ id, price }) => `${id} ${price}`).join('; ') || undefined,
  };
  for (const [name, value] of Object.entries(said)) {
    if (value === undefined) delete region.dataset[name];
    else if (region.dataset[name] !== value) region.dataset[name] = value;
  }
}
