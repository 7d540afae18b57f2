import type { Sample } from './sample.ts';

const MONEY = 10_000;

/** What trading took: money in units of the account's currency. Sampling: every fill; exposure every point of the equity curve. Without a
 * fill all are 0. */
export function activityStatistics({
  curve,
  fills,
  sessions,
  startEquity,
  returns,
  multiplierOf,
}: Sample): Record<string, number> {
  const traded = fills.reduce((sum, { price, quantity, symbol }) => sum + price * quantity * multiplierOf(symbol), 0);
  return {
    /** Session time in which a position was held / all session time. */
    exposure: exposure(curve, sessions),
    /** Value of all fills / mean equity at the sessions' ends. */
    turnover: traded / (meanEquity(startEquity, returns) / MONEY),
    /** Sum of commissions. */
    fees: fills.reduce((sum, { commission }) => sum + commission, 0) / MONEY,
    /** Sum of what each fill cost against the price of its datum. */
    slippage: fills.reduce((sum, { slippage }) => sum + slippage, 0) / MONEY,
  };
}

function exposure({ time, exposure: held }: Sample['curve'], sessions: Sample['sessions']): number {
  let [inMarket, all] = [0, 0];
  let row = 0;
  let isHeld = false;
  for (const { open, close } of sessions) {
    let at: number = open;
    for (; row < time.length && (time[row] as number) <= close; row++) {
      const next = Math.max(open, time[row] as number);
      if (isHeld) inMarket += next - at;
      at = next;
      isHeld = (held[row] as number) > 0;
    }
    if (isHeld) inMarket += close - at;
    all += close - open;
  }
  return inMarket / all;
}

function meanEquity(start: number, returns: readonly number[]): number {
  let equity = start;
  let sum = 0;
  for (const value of returns) sum += equity *= 1 + value;
  return sum / returns.length;
}
