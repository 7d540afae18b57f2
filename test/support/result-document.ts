import type { ResultDocument } from '../../electron/results/result-document.ts';
import type { Micros, SessionDate } from '../../shared/market/time.ts';
import { STATISTICS } from '../../shared/trading/result.ts';

/** A result of one session in which nothing was traded, but for what is given. */
export function resultDocument(given: Partial<ResultDocument>): ResultDocument {
  const date = '2024-01-02' as SessionDate;
  const [open, close] = [1_704_205_800e6 as Micros, 1_704_229_200e6 as Micros];
  return {
    format: 'tapedeck-result',
    version: 2,
    name: 'test',
    config: { session_name: 'test' },
    symbols: ['AAA'],
    from: date,
    to: date,
    currency: 'USD',
    timeZone: 'America/New_York',
    calendar: 'us-equities',
    figures: { sessions: 1, events: 2, bars: 2, quotes: 0, trades: 0, timerExpired: 0, ambiguousExits: 0 },
    eventLogSha256: 'e'.repeat(64),
    equityStart: 100_000_000,
    equityEnd: 100_000_000,
    statistics: Object.fromEntries(STATISTICS.map((name) => [name, null])),
    findings: [],
    sessions: [{ date, equity: 100_000_000, return: 0 }],
    roundTrips: [],
    orders: [],
    fills: [],
    commands: [],
    log: [],
    curve: {
      time: [open, close],
      equity: [100_000_000, 100_000_000],
      cash: [100_000_000, 100_000_000],
      exposure: [0, 0],
    },
    ...given,
  };
}
