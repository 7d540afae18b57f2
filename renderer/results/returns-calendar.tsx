import type { ReactElement } from 'react';

import type { SessionReturn } from '../../shared/trading/result-detail.ts';
import { monthName, shortDate } from '../state/zone-time.ts';
import { directionOf, formatChange, formatSigned } from '../ui/format.ts';
import { tipProps } from '../ui/tooltip.tsx';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const DAY_MS = 86_400_000;

export interface ReturnsCalendarProps {
  readonly sessions: readonly SessionReturn[];
  readonly by: 'day' | 'month';
}

/** Returns of sessions as a calendar of each month, or of months as a table of years. */
export function ReturnsCalendar({ sessions, by }: ReturnsCalendarProps): ReactElement {
  return by === 'day' ? <Months sessions={sessions} /> : <Years sessions={sessions} />;
}

function Months({ sessions }: { sessions: readonly SessionReturn[] }): ReactElement {
  const months = groupBy(sessions, ({ date }) => date.slice(0, 7));
  const strongest = Math.max(1e-9, ...sessions.map((session) => Math.abs(session.return)));
  const hasWeekend = sessions.some(({ date }) => weekdayOf(date) > 4);
  const columns = hasWeekend ? 7 : 5;
  return (
    <div className="months">
      {[...months].map(([month, days]) => (
        <section key={month} aria-label={monthName(month)}>
          <header>
            <span>{monthName(month)}</span>
            <Figure value={compound(days)} places={2} />
          </header>
          <div className="days" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
            {WEEKDAYS.slice(0, columns).map((name) => (
              <span key={name} className="lab">
                {name}
              </span>
            ))}
            {days.map((session) => (
              <Cell
                key={session.date}
                value={session.return}
                strongest={strongest}
                label={String(Number(session.date.slice(8)))}
                tip={`${shortDate(session.date)}: ${formatChange(session.return)}`}
                style={{ gridColumn: weekdayOf(session.date) + 1, gridRow: weekOfMonth(session.date) + 2 }}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function Years({ sessions }: { sessions: readonly SessionReturn[] }): ReactElement {
  const months = [...groupBy(sessions, ({ date }) => date.slice(0, 7))].map(([month, days]) => ({
    month,
    value: compound(days),
  }));
  const strongest = Math.max(1e-9, ...months.map(({ value }) => Math.abs(value)));
  const years = groupBy(months, ({ month }) => month.slice(0, 4));
  return (
    <div className="years">
      <span />
      {MONTH_NAMES.map((name) => (
        <span key={name} className="lab">
          {name}
        </span>
      ))}
      <span className="lab num">Year</span>
      {[...years].map(([year, own], row) => (
        <div key={year} style={{ display: 'contents' }}>
          <span className="t2" style={{ gridColumn: 1, gridRow: row + 2 }}>
            {year}
          </span>
          {own.map(({ month, value }) => (
            <Cell
              key={month}
              value={value}
              strongest={strongest}
              tip={`${monthName(month)}: ${formatChange(value)}`}
              style={{ gridColumn: Number(month.slice(5)) + 1, gridRow: row + 2 }}
            />
          ))}
          <span className="num" style={{ gridColumn: 14, gridRow: row + 2 }}>
            <Figure value={own.reduce((product, { value }) => product * (1 + value), 1) - 1} places={1} />
          </span>
        </div>
      ))}
    </div>
  );
}

interface CellProps {
  readonly value: number;
  readonly strongest: number;
  readonly label?: string;
  readonly tip: string;
  readonly style: { readonly gridColumn: number; readonly gridRow: number };
}

/** The deeper the tint, the nearer to the strongest return of the run. */
function Cell({ value, strongest, label, tip, style }: CellProps): ReactElement {
  const share = Math.round((Math.abs(value) / strongest) * 100);
  const tone = value >= 0 ? '--up-soft' : '--down-soft';
  const background = `color-mix(in srgb, var(${tone}) ${share}%, var(--surface-2))`;
  return (
    <div className="ret" style={{ ...style, background }} {...tipProps(tip)}>
      {label === undefined ? undefined : <span className="lab">{label}</span>}
      <span>{formatSigned(value * 100, 2)}</span>
    </div>
  );
}

function Figure({ value, places }: { value: number; places: number }): ReactElement {
  return <span className={directionOf(value)}>{`${formatSigned(value * 100, places)} %`}</span>;
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}

const compound = (days: readonly SessionReturn[]): number =>
  days.reduce((product, day) => product * (1 + day.return), 1) - 1;

/** 0 is Monday. */
function weekdayOf(date: string): number {
  return (((Date.parse(`${date}T00:00:00Z`) / DAY_MS + 3) % 7) + 7) % 7;
}

/** Row of a date in a calendar whose weeks begin on Monday, from 0. */
function weekOfMonth(date: string): number {
  const first = weekdayOf(`${date.slice(0, 8)}01`);
  return Math.floor((Number(date.slice(8)) - 1 + first) / 7);
}
