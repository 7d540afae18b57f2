import {
  COLUMN_MEANINGS,
  type ColumnMeaning,
  type FileInspection,
  type ImportOptions,
} from '../../../shared/store/import.ts';
import { formatFixed } from '../../ui/format.ts';
import type { SelectOption } from '../../ui/select.tsx';

/** One guess as the dialog offers it: its value now, what else it could be, and what a choice means for the import. */
export interface GuessField {
  readonly option: keyof ImportOptions;
  readonly label: string;
  /** Empty where nothing could be told. */
  readonly value: string;
  /** Fixed choices, or `free` text with suggestions. */
  readonly choices: readonly SelectOption<string>[] | 'free';
  readonly isFixed?: boolean;
  readonly toOptions: (value: string) => ImportOptions;
}

export const CALENDARS: readonly SelectOption<string>[] = [
  { value: 'us-equities', label: 'US equities' },
  { value: '24x7', label: '24x7' },
  { value: 'fx-24x5', label: 'FX 24x5' },
  { value: 'cme', label: 'CME' },
  { value: 'nse-india', label: 'NSE India' },
  { value: 'weekdays', label: 'Weekdays' },
];
const KINDS = [
  { value: 'bars', label: 'Bars' },
  { value: 'quotes', label: 'Quotes' },
  { value: 'trades', label: 'Trades' },
];
const INTERVALS = ['1s', '1m', '5m', '15m', '30m', '1h', '1d'].map((value) => ({ value, label: value }));
const SAMPLINGS = [
  { value: 'event', label: 'Every change' },
  { value: '1s', label: 'Last of a second' },
  { value: '1m', label: 'Last of a minute' },
];
const STAMPS = [
  { value: 'open', label: 'Bar open' },
  { value: 'close', label: 'Bar close' },
];
const DATE_ORDERS = [
  { value: 'dmy', label: 'Day first' },
  { value: 'mdy', label: 'Month first' },
];
const UNITS = [
  { value: 's', label: 'Seconds' },
  { value: 'ms', label: 'Milliseconds' },
  { value: 'us', label: 'Microseconds' },
  { value: 'ns', label: 'Nanoseconds' },
];
const SCALES = Array.from({ length: 10 }, (_, places) => ({
  value: String(places),
  label: places === 1 ? '1 place' : `${places} places`,
}));
/** S13: a source that lists every trade proves that nothing traded where it has no row. */
const EMPTY_HINT = 'Quiet, if the source lists every trade.';
const EMPTY_SLOTS = [
  { value: 'no', label: 'Missing' },
  { value: 'yes', label: 'Quiet' },
];

/** Zones with their fit first, then every zone of the platform. */
function zoneChoices(inspection: FileInspection): SelectOption<string>[] {
  const fitted = inspection.zones.map(({ timeZone }) => timeZone);
  const others = ['UTC', ...Intl.supportedValuesOf('timeZone')].filter((zone) => !fitted.includes(zone));
  return [...fitted, ...others].map((zone) => ({ value: zone, label: zone }));
}

function timeField(inspection: FileInspection): GuessField {
  const halves = inspection.columns.filter(({ meaning }) => meaning === 'date' || meaning === 'time-of-day');
  const time = inspection.columns.find(({ meaning }) => meaning === 'time');
  const stamps = [...(time === undefined ? [] : [time]), ...(time === undefined ? halves : [])];
  return {
    option: 'map',
    label: 'Time',
    value: time?.name ?? halves.map(({ name }) => name).join(' + '),
    choices: inspection.columns.map(({ name }) => ({ value: name, label: name })),
    toOptions: (name) => {
      const map: Record<string, ColumnMeaning> = Object.fromEntries(
        stamps.map((column) => [column.name, 'ignore' as const]),
      );
      return { map: { ...map, [name]: 'time' } };
    },
  };
}

/** The fields of one file, in the order of the dialog's two columns: what it is at the left, how to read it at the right. `dateOrder` is
 * the answer given so far. */
export function guessFields(inspection: FileInspection, dateOrder?: ImportOptions['dateOrder']): GuessField[] {
  const { guess } = inspection;
  const kind = guess.kind ?? '';
  const grid: GuessField =
    kind === 'quotes'
      ? {
          option: 'sampled',
          label: 'Sampled',
          value: guess.sampled ?? '',
          choices: SAMPLINGS,
          toOptions: (sampled) => ({ sampled: sampled as 'event' }),
        }
      : {
          option: 'interval',
          label: 'Interval',
          value: kind === 'trades' ? 'events' : (guess.interval ?? ''),
          choices: INTERVALS,
          isFixed: kind === 'trades',
          toOptions: (interval) => ({ interval }),
        };
  const fields: GuessField[] = [
    { option: 'kind', label: 'Kind', value: kind, choices: KINDS, toOptions: (value) => ({ kind: value as 'bars' }) },
    { option: 'timeZone', label: 'Time zone', value: guess.timeZone ?? '', choices: zoneChoices(inspection), toOptions: (timeZone) => ({ timeZone }) },
    { option: 'symbol', label: 'Symbol', value: guess.symbols.join(', '), choices: 'free', isFixed: guess.symbols.length > 1, toOptions: (symbol) => ({ symbol }) },
    { option: 'stamp', label: 'Stamp', value: kind === 'bars' ? (guess.stamp ?? '') : 'its own time', choices: STAMPS, isFixed: kind !== 'bars', toOptions: (stamp) => ({ stamp: stamp as 'open' }) },
    grid,
    { option: 'calendar', label: 'Calendar', value: guess.calendar ?? '', choices: CALENDARS, toOptions: (calendar) => ({ calendar }) },
    timeField(inspection),
    { option: 'priceScale', label: 'Price scale', value: guess.priceScale === undefined ? '' : String(guess.priceScale), choices: SCALES, toOptions: (places) => ({ priceScale: Number(places) }) },
    { option: 'source', label: 'Source', value: guess.source ?? '', choices: 'free', toOptions: (source) => ({ source }) },
    { option: 'listsEveryTrade', label: 'Empty slots', value: guess.listsEveryTrade === true ? 'yes' : 'no', choices: EMPTY_SLOTS, toOptions: (value) => ({ listsEveryTrade: value === 'yes' }) },
  ]; // prettier-ignore
  if (guess.timeUnit !== undefined) {
    fields.push({
      option: 'timeUnit',
      label: 'Time unit',
      value: guess.timeUnit,
      choices: UNITS,
      toOptions: (unit) => ({ timeUnit: unit as 's' }),
    });
  }
  // Asked only of dates that can be read both ways; an answer stays, so that it can be changed.
  const isAsked = inspection.problems.some(({ option }) => option === 'dateOrder');
  if (isAsked || dateOrder !== undefined) {
    fields.push({
      option: 'dateOrder',
      label: 'Date order',
      value: dateOrder ?? '',
      choices: DATE_ORDERS,
      toOptions: (order) => ({ dateOrder: order as 'dmy' }),
    });
  }
  return fields;
}

/** What stands beside a field: the question it must answer, else its evidence. */
export function remarkOn(
  inspection: FileInspection,
  option: keyof ImportOptions,
): { readonly text: string; readonly tone: 'asked' | 'unsure' | 'plain'; readonly suggestions: readonly string[] } {
  const problem = inspection.problems.find((candidate) => candidate.option === option);
  if (problem !== undefined) return { text: problem.message, tone: 'asked', suggestions: problem.suggestions ?? [] };
  const lines = inspection.evidence.filter(
    ({ about }) => about === option || (option === 'map' && about === 'columns'),
  );
  const text = lines.map((line) => line.text).join('; ');
  return {
    text: text === '' && option === 'listsEveryTrade' ? EMPTY_HINT : text,
    tone: lines.some(({ certain }) => !certain) ? 'unsure' : 'plain',
    suggestions: [],
  };
}

export const MEANINGS: readonly SelectOption<ColumnMeaning>[] = COLUMN_MEANINGS.map((value) => ({
  value,
  label: value === 'ignore' ? 'left out' : value.replaceAll('-', ' '),
}));

/** One line under a file's name in the list. */
export function summaryOf({ guess, rows, status, problems, warnings }: FileInspection): string {
  const count = `${formatFixed(rows, 0)} rows`;
  if (status === 'refused' || status === 'question') {
    const [problem] = problems;
    if (problem !== undefined) return problem.message;
  }
  const grid =
    guess.kind === 'bars'
      ? (guess.interval ?? '')
      : guess.sampled === undefined || guess.sampled === 'event'
        ? ''
        : `per ${guess.sampled}`;
  const symbols =
    guess.symbols.length > 4
      ? `${guess.symbols.slice(0, 4).join(', ')} and ${guess.symbols.length - 4} more`
      : guess.symbols.join(', ');
  const what = [guess.kind ?? 'rows', grid].filter(Boolean).join(' ');
  const state =
    status === 'unchanged'
      ? ', already stored'
      : warnings.length > 0
        ? `, ${warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`}`
        : '';
  return `${what}: ${symbols}; ${count}${state}`;
}
