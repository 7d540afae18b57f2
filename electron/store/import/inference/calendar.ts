import { BUILT_IN_CALENDARS, calendarById } from '../../../../shared/market/calendar/calendars.ts';
import type { Calendar } from '../../../../shared/market/calendar/calendar.ts';
import { ensure } from '../../../../shared/lang/invariant.ts';
import type { ImportOptions } from '../../../../shared/store/import.ts';
import type { RawTable } from '../raw-table.ts';
import type { Findings } from './answer.ts';
import { isCmeFuture, type InstrumentClass } from './instruments.ts';
import { hoursText, US_EQUITIES } from './markets.ts';
import type { Fit } from './zone-fit.ts';
import { count, percent } from './wording.ts';

const FALLBACK = '24x7';

/** Built-in calendars and the user's own, by id. */
export type FindCalendar = (id: string) => Calendar | undefined;

/** The calendar a symbol trades on. It decides quality and sessions, not what is stored, so a thin guess stands and says so. */
export function inferCalendar(
  symbols: readonly string[],
  kind: InstrumentClass | undefined,
  fit: Fit | undefined,
  fits: readonly Fit[],
  dateOnly: boolean,
  raw: RawTable,
  options: ImportOptions,
  findings: Findings,
  find: FindCalendar,
): string {
  if (options.calendar !== undefined) {
    if (find(options.calendar) === undefined && !/\.json$/i.test(options.calendar))
      findings.ask(
        'calendar',
        `"${options.calendar}" is no calendar. Use ${BUILT_IN_CALENDARS.map(({ id }) => id).join(', ')}, one that you added, or the path of a JSON file.`,
      );
    return options.calendar;
  }
  if (raw.layout?.calendar !== undefined) {
    findings.sure('calendar', `${label(raw.layout.calendar)}, by the layout.`);
    return raw.layout.calendar;
  }
  const [symbol = ''] = symbols;
  if (kind === 'fx') return sure('fx-24x5', `${symbol} is a currency pair.`, findings);
  if (kind === 'crypto') return sure('24x7', `${symbol} is a crypto market: it never closes.`, findings);
  if (kind === 'future' && isCmeFuture(symbol)) return sure('cme', `${symbol} is a CME future.`, findings);
  const us = kind === 'equity' ? fits.find(({ market }) => market === US_EQUITIES) : undefined;
  if (us !== undefined && keepsUsHours(us)) {
    const text = `All rows lie between 04:00 and 20:00 New York, ${count(us.minutesHit)} of ${count(us.minutesExpected)} session minutes have one.`;
    return sure('us-equities', text, findings);
  }
  if (fit !== undefined && fit.weekend > 0.05)
    return sure('24x7', `${percent(fit.weekend)} of the rows are on weekends.`, findings);
  if (fit !== undefined && fit.score >= 0.35 && fit.market.calendar !== undefined) {
    const text = `${count(fit.minutesHit)} of ${count(fit.minutesExpected)} session minutes have a row, ${percent(fit.share)} of the trading is inside ${hoursText(fit.market)}.`;
    return sure(fit.market.calendar, text, findings);
  }
  if (
    kind === 'equity' &&
    (dateOnly || fit === undefined || fit.score < 0.35 || fit.market.calendar === 'us-equities')
  ) {
    findings.thin('calendar', `${symbol} is written like a US share.`);
    return 'us-equities';
  }
  const hours =
    fit !== undefined && fit.score >= 0.5 ? ` The hours look like ${fit.market.label} (${hoursText(fit.market)}).` : '';
  findings.thin(
    'calendar',
    `No built-in calendar fits.${hours} 24x7 stands in: quality will count closed hours as missing. A JSON calendar file says better.`,
  );
  return FALLBACK;
}

/** Quotes and thin bars show no peak inside the session, so the hours that nothing trades in tell more. */
function keepsUsHours({ daysAt, weekend, minutesHit, minutesExpected }: Fit): boolean {
  const total = daysAt.reduce((sum, days) => sum + days, 0);
  const extended = daysAt.slice(4 * 60, 20 * 60 + 1).reduce((sum, days) => sum + days, 0);
  return weekend === 0 && extended >= total * 0.99 && minutesHit >= minutesExpected / 2 && minutesExpected > 0;
}

function sure(id: string, text: string, findings: Findings): string {
  findings.sure('calendar', text);
  return id;
}

const label = (id: string): string => calendarById(id)?.label ?? id;

/** The calendar to show local times with: that of the id, else 24x7. */
export function shownCalendar(id: string, find: FindCalendar): Calendar {
  return find(id) ?? ensure(calendarById(FALLBACK), FALLBACK);
}
