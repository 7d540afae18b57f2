import { intervalMicros, isSessionInterval, ONE_SECOND, type Interval } from '../../../../shared/market/interval.ts';
import { MICROS_PER_DAY, MICROS_PER_MINUTE } from '../../../../shared/market/time.ts';
import type { ImportOptions, Stamp } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import type { RawTable } from '../raw-table.ts';
import type { Findings } from './answer.ts';
import { plainName } from './column-names.ts';
import type { ColumnMap } from './column-map.ts';
import { clockText } from './markets.ts';
import { stampByOpening } from './second-edge.ts';
import type { TimeProfile } from './time-profile.ts';
import type { Fit } from './zone-fit.ts';

const OPEN_NAMES = new Set(['opentime', 'windowstart', 'starttime', 'start', 'bartime', 'opents']);
const CLOSE_NAMES = new Set(['closetime', 'endtime', 'end', 'closets']);
/** Columns `t o h l c v`: the short form of REST answers (Polygon, Binance), which stamp the start of a bar. */
const SHORT = ['t', 'o', 'h', 'l', 'c'];

/** Whether a bar carries the time of its open or of its end. */
export async function inferStamp(
  database: Database,
  raw: RawTable,
  columns: ColumnMap,
  profile: TimeProfile,
  interval: Interval,
  fit: Fit | undefined,
  isCanonical: boolean,
  options: ImportOptions,
  findings: Findings,
): Promise<Stamp> {
  if (options.stamp !== undefined) return options.stamp;
  const sure = (stamp: Stamp, text: string): Stamp => {
    findings.sure('stamp', text);
    return stamp;
  };
  if (raw.layout?.stamp !== undefined)
    return sure(raw.layout.stamp, `A bar's ${raw.layout.stamp === 'open' ? 'open' : 'end'}, by the layout.`);
  if (isCanonical) return sure('open', 'Canonical columns: "ts" is a bar\'s open.');
  if (isSessionInterval(interval)) return sure('open', 'Bars of a day or longer carry the date of their session.');
  const name = plainName(columns.time?.name ?? '');
  if (OPEN_NAMES.has(name)) return sure('open', `"${columns.time?.name ?? ''}" names the start of a bar.`);
  if (CLOSE_NAMES.has(name)) return sure('close', `"${columns.time?.name ?? ''}" names the end of a bar.`);
  const names = new Set(raw.columns.map((column) => column.name));
  if (SHORT.every((short) => names.has(short)))
    return sure('open', 'Columns t, o, h, l, c, v: the form of REST answers, which stamp the start of a bar.');
  const opening = fit !== undefined && interval === ONE_SECOND && fit.plainScore >= 0.35 ? fit : undefined;
  return (
    bySession(fit, interval, findings) ??
    (opening === undefined ? undefined : await stampByOpening(database, opening, profile, findings)) ??
    byDay(profile, interval, findings) ??
    assumed(findings)
  );
}

/** A regular session's first bar is stamped with its open or one bar later, its last one bar before the close or at it. */
function bySession(fit: Fit | undefined, interval: Interval, findings: Findings): Stamp | undefined {
  const step = intervalMicros(interval) / MICROS_PER_MINUTE;
  if (fit === undefined || fit.score < 0.5 || fit.days === 0 || step < 1 || step > 60) return undefined;
  const { open, close } = fit.market;
  const weight = (minute: number): number => fit.byMinute[minute] ?? 0;
  const isMost = (minute: number): boolean => (fit.daysAt[minute] ?? 0) >= fit.days * 0.6;
  if (!isMost(open) && !isMost(open + step)) return undefined;
  const before = weight(open - step);
  const first = weight(open);
  const second = weight(open + step);
  const text = (minute: number, end: number): string =>
    `First full bar ${clockText(minute)}, last ${clockText(end)}, in hours ${clockText(open)} to ${clockText(close)}.`;
  if (!isMost(open) && isMost(open + step) && isMost(close)) {
    findings.sure('stamp', `${text(open + step, close)} Bars carry their end.`);
    return 'close';
  }
  if (isMost(open) && (!isMost(close) || before * 2 < first) && first * 2 >= second) {
    findings.sure('stamp', text(open, close - step));
    return 'open';
  }
  if (isMost(open) && isMost(close) && second > first * 2) {
    findings.thin(
      'stamp',
      `Volume rises at ${clockText(open + step)}, one bar after the open at ${clockText(open)}: bars seem to carry their end.`,
    );
    return 'close';
  }
  return undefined;
}

/** Round the clock: a file of whole days begins at 00:00 when bars carry their open, one bar later when they carry their end. */
function byDay(profile: TimeProfile, interval: Interval, findings: Findings): Stamp | undefined {
  const step = intervalMicros(interval);
  const ofDay = (time: number): number => ((time % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
  if (ofDay(profile.first) === 0 && ofDay(profile.last) === MICROS_PER_DAY - step) {
    findings.sure('stamp', `The file begins at 00:00 and ends one bar before midnight: bars carry their open.`);
    return 'open';
  }
  if (ofDay(profile.first) === step && ofDay(profile.last) === 0) {
    findings.sure('stamp', 'The file begins one bar after midnight and ends at 00:00: bars carry their end.');
    return 'close';
  }
  return undefined;
}

function assumed(findings: Findings): Stamp {
  findings.thin(
    'stamp',
    'Nothing shows whether bars carry their open or their end. Taken as the open, which is usual.',
  );
  return 'open';
}
