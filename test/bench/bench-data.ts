import { generateSample, type SampleSpec, type SampleSymbol } from '../../electron/store/sample/generator.ts';
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

/** Cents and lots, as bench.md counts its bytes a bar. */
const LOT = 100;
const busy = (profile: SampleProfile): SampleProfile => ({ ...profile, activity: 1, quotes: 1.068, lot: LOT });

/** 4 symbols, every second traded, quotes at every change. */
export function monthSpec(): SampleSpec {
  const profiles = sampleProfiles(4).map(busy);
  return { profiles, sessions: benchSessions(), seed: SEED, withLosses: false, withQuotes: true };
}

/** 252 full sessions of the one symbol `YEAR`, for its 1m bars. */
export function yearSpec(): SampleSpec {
  const profiles = sampleProfiles(1).map((profile) => ({ ...profile, symbol: 'YEAR', lot: LOT }));
  const sessions = sessionsOf('2024-01-02', '2025-06-20', 252);
  return { profiles, sessions, seed: SEED, withLosses: false, withQuotes: false };
}

let month: SampleSymbol[] | undefined;

/** The symbols of {@link monthSpec} in memory, made once. */
export function benchMonth(): readonly SampleSymbol[] {
  month ??= [...generateSample(monthSpec())];
  return month;
}

/** The 20 sessions of {@link monthSpec}. */
export function benchSessions(): readonly TradingSession[] {
  return sessionsOf('2025-04-01', '2025-06-20', 20);
}
