import { generateSample, type SampleSymbol } from '../../electron/store/sample/generator.ts';
import { sampleProfiles, type SampleProfile } from '../../electron/store/sample/profiles.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import type { TradingSession } from '../../shared/market/calendar/calendar.ts';
import type { SessionDate } from '../../shared/market/time.ts';
import { ensure } from '../../shared/lang/invariant.ts';

/** The data of bench.md: 4 symbols x 20 sessions of 23,400 1s bars with 2 million quotes, and 252 sessions of 1m bars. */
const SEED = 20_251;

function sessionsOf(from: string, to: string, count: number): readonly TradingSession[] {
  const calendar = ensure(calendarById('us-equities'), 'calendar us-equities');
  const full = calendar.sessions(from as SessionDate, to as SessionDate).filter(({ isEarlyClose }) => !isEarlyClose);
  return full.slice(-count);
}

const busy = (profile: SampleProfile): SampleProfile => ({ ...profile, activity: 1, quotes: 1.068 });

let month: SampleSymbol[] | undefined;

/** 4 symbols, every second traded, quotes at every change. Made once. */
export function benchMonth(): readonly SampleSymbol[] {
  month ??= [
    ...generateSample({
      profiles: sampleProfiles(4).map(busy),
      sessions: benchSessions(),
      seed: SEED,
      withLosses: false,
      withQuotes: true,
    }),
  ];
  return month;
}

/** The 20 sessions of {@link benchMonth}. */
export function benchSessions(): readonly TradingSession[] {
  return sessionsOf('2025-04-01', '2025-06-20', 20);
}

/** 1m bars of 252 full sessions of one symbol. */
export function benchYear(): SampleSymbol {
  const [symbol] = generateSample({
    profiles: sampleProfiles(1).map((profile) => ({ ...profile, symbol: 'YEAR' })),
    sessions: sessionsOf('2024-01-02', '2025-06-20', 252),
    seed: SEED,
    withLosses: false,
    withQuotes: false,
  });
  return ensure(symbol, 'a year of 1m bars');
}
