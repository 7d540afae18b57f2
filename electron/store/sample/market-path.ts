import { MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../../../shared/market/time.ts';
import type { TradingSession } from '../../../shared/market/calendar/calendar.ts';
import { chance, DayShape } from './day-shape.ts';
import { GrowingColumns } from './growing-columns.ts';
import type { SampleProfile } from './profiles.ts';
import type { Random } from './random.ts';

const BAR_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
const QUOTE_COLUMNS = ['time', 'bid', 'ask', 'bidSize', 'askSize'] as const;
export type BarRows = GrowingColumns<(typeof BAR_COLUMNS)[number]>;
export type QuoteRows = GrowingColumns<(typeof QUOTE_COLUMNS)[number]>;

export function barRows(capacity: number): BarRows {
  return new GrowingColumns(BAR_COLUMNS, capacity);
}

export function quoteRows(capacity: number): QuoteRows {
  return new GrowingColumns(QUOTE_COLUMNS, capacity);
}

/** Minutes before the open in which quotes already come, so that one is in force at the open (S23). */
const QUOTES_BEFORE_OPEN = 5;

/** One symbol's way through its sessions, a second at a time: a price in cents that wanders, the bars of the seconds in which something
 * trades, and the quotes around it. */
export class MarketPath {
  readonly #profile: SampleProfile;
  readonly #random: Random;
  /** In cents, not rounded: bars and quotes are. */
  #mid: number;

  constructor(profile: SampleProfile, random: Random) {
    this.#profile = profile;
    this.#random = random;
    this.#mid = profile.cents;
  }

  /** Appends one session's 1s bars, and its quotes where asked for. Opens with a gap from the last session's close. */
  walk(session: TradingSession, bars: BarRows, quotes: QuoteRows | undefined): void {
    const random = this.#random;
    const { volatility, activity, volume } = this.#profile;
    const seconds = Math.round((session.close - session.open) / MICROS_PER_SECOND);
    const shape = new DayShape(seconds);
    const rate = shape.rateFor(activity);
    const perSecond = volatility * Math.sqrt(0.75 / seconds);
    const sharesPerBar = volume / (seconds * activity);
    this.#move(volatility * 0.5 * random.bell());
    if (quotes !== undefined) this.#quotesBefore(session.open, quotes);
    for (let second = 0; second < seconds; second++) {
      const busy = shape.at(second);
      const from = this.#mid;
      this.#move(perSecond * Math.sqrt(busy) * random.bell());
      const time = session.open + second * MICROS_PER_SECOND;
      if (random.unit() < chance(rate, busy)) this.#bar(time, from, sharesPerBar * busy, bars);
      if (quotes !== undefined) this.#quotes(time, from, this.#profile.quotes * busy, quotes);
    }
  }

  #move(change: number): void {
    this.#mid = Math.max(100, this.#mid * (1 + change));
  }

  #bar(time: number, from: number, shares: number, bars: BarRows): void {
    const random = this.#random;
    const side = (): number => (random.unit() - 0.5) * this.#profile.spread;
    const open = Math.round(from + side());
    const close = Math.round(this.#mid + side());
    const wick = (): number => Math.floor(random.burst() * this.#profile.spread * 0.6);
    const high = Math.max(open, close) + wick();
    const low = Math.max(1, Math.min(open, close) - wick());
    const { lot = 1 } = this.#profile;
    const volume = lot * Math.max(1, Math.round((shares / lot) * random.burst()));
    bars.push(time, open / 100, high / 100, low / 100, close / 100, volume);
  }

  #quotes(time: number, from: number, rate: number, quotes: QuoteRows): void {
    const random = this.#random;
    const count = Math.floor(rate + random.unit());
    let offset = 0;
    for (let i = 0; i < count; i++) {
      const room = MICROS_PER_SECOND - offset - (count - i);
      offset += 1 + random.below(Math.max(1, (2 * room) / (count - i + 1)));
      const share = offset / MICROS_PER_SECOND;
      this.#quote(time + offset - 1, from + (this.#mid - from) * share, quotes);
    }
  }

  #quotesBefore(open: number, quotes: QuoteRows): void {
    const step = 10 * MICROS_PER_SECOND;
    for (let time = open - QUOTES_BEFORE_OPEN * MICROS_PER_MINUTE; time < open; time += step) {
      this.#quote(time + this.#random.below(step), this.#mid, quotes);
    }
  }

  #quote(time: number, mid: number, quotes: QuoteRows): void {
    const random = this.#random;
    const spread = Math.max(1, Math.round(this.#profile.spread * (0.7 + 0.6 * random.burst())));
    const bid = Math.max(1, Math.round(mid - spread / 2));
    const lots = (): number => 100 * (1 + Math.floor(random.burst() * 5));
    quotes.push(time, bid / 100, (bid + spread) / 100, lots(), lots());
  }
}
