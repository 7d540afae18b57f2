import { canonicalJson } from '../../shared/lang/canonical-json.ts';
import { formatIso, type Micros } from '../../shared/market/time.ts';
import type { LoggedCommand } from '../../shared/trading/command.ts';
import type { Fill } from '../../shared/trading/fill.ts';
import type { Order } from '../../shared/trading/order.ts';
import type { RoundTrip } from '../../shared/trading/position.ts';
import type { Finding, StrategyLogLine } from '../../shared/trading/result.ts';
import type { SessionReturn } from '../../shared/trading/result-detail.ts';
import type { ResultDocument } from './result-document.ts';

const MONEY = 10_000;

type Value = string | number;
type ColumnType = 'text' | 'number' | 'instant' | 'date';

/** A table of a result as text: types by column name, then rows. */
export interface ResultTable {
  readonly name:
    'orders' | 'fills' | 'round-trips' | 'equity' | 'sessions' | 'statistics' | 'review' | 'log' | 'commands';
  readonly types: Readonly<Record<string, ColumnType>>;
  readonly rows: readonly (readonly Value[])[];
}

type Columns<Row> = readonly (readonly [name: string, type: ColumnType, value: (row: Row) => Value | undefined])[];

const at = (time: number | undefined): Value | undefined =>
  time === undefined ? undefined : formatIso(time as Micros);

const ORDERS: Columns<Order> = [
  ['id', 'number', ({ id }) => id],
  ['symbol', 'text', ({ symbol }) => symbol],
  ['side', 'text', ({ side }) => side],
  ['quantity', 'number', ({ quantity }) => quantity],
  ['filled', 'number', ({ filled }) => filled],
  ['type', 'text', ({ kind }) => kind.type],
  ['limit', 'number', ({ kind }) => ('limit' in kind ? kind.limit : undefined)],
  ['stop', 'number', ({ kind }) => ('stop' in kind ? kind.stop : undefined)],
  ['time_in_force', 'text', ({ timeInForce }) => timeInForce],
  ['status', 'text', ({ status }) => status],
  ['placed', 'instant', ({ placedAt }) => at(placedAt)],
  ['active', 'instant', ({ activeAt }) => at(activeAt)],
  ['ended', 'instant', ({ endedAt }) => at(endedAt)],
  ['average_price', 'number', ({ averagePrice }) => averagePrice],
  ['reason', 'text', ({ reason }) => reason],
  ['tag', 'text', ({ tag }) => tag],
  ['distance', 'number', ({ kind }) => ('distance' in kind ? kind.distance : undefined)],
  ['distance_unit', 'text', ({ kind }) => ('distance' in kind ? kind.unit : undefined)],
  ['parent', 'number', ({ parent }) => parent],
  ['group', 'text', ({ group }) => group],
  ['manual', 'number', ({ isManual }) => Number(isManual)],
];

const FILLS: Columns<Fill> = [
  ['id', 'number', ({ id }) => id],
  ['order', 'number', ({ order }) => order],
  ['symbol', 'text', ({ symbol }) => symbol],
  ['side', 'text', ({ side }) => side],
  ['quantity', 'number', ({ quantity }) => quantity],
  ['price', 'number', ({ price }) => price],
  ['time', 'instant', ({ time }) => at(time)],
  ['known', 'instant', ({ knownAt }) => at(knownAt)],
  ['commission', 'number', ({ commission }) => commission / MONEY],
  ['slippage', 'number', ({ slippage }) => slippage / MONEY],
  ['source', 'text', ({ source }) => source.kind],
  ['source_price', 'text', ({ source }) => source.price],
  ['source_time', 'instant', ({ source }) => at(source.time)],
  ['ambiguous', 'number', ({ isAmbiguous }) => Number(isAmbiguous)],
  ['tag', 'text', ({ tag }) => tag],
  ['manual', 'number', ({ isManual }) => Number(isManual)],
];

const ROUND_TRIPS: Columns<RoundTrip> = [
  ['symbol', 'text', ({ symbol }) => symbol],
  ['side', 'text', ({ side }) => side],
  ['quantity', 'number', ({ quantity }) => quantity],
  ['entry', 'instant', ({ entryTime }) => at(entryTime)],
  ['entry_price', 'number', ({ entryPrice }) => entryPrice],
  ['exit', 'instant', ({ exitTime }) => at(exitTime)],
  ['exit_price', 'number', ({ exitPrice }) => exitPrice],
  ['profit', 'number', ({ profit }) => profit / MONEY],
  ['return', 'number', (trip) => trip.return],
  ['fees', 'number', ({ fees }) => fees / MONEY],
  ['adverse', 'number', ({ adverse }) => adverse / MONEY],
  ['favourable', 'number', ({ favourable }) => favourable / MONEY],
  ['bars', 'number', ({ bars }) => bars],
  ['expected_slots', 'number', ({ expectedSlots }) => expectedSlots],
  ['missing_slots', 'number', ({ missingSlots }) => missingSlots],
  ['ambiguous', 'number', ({ isAmbiguous }) => Number(isAmbiguous)],
  ['tag', 'text', ({ tag }) => tag],
  ['fills', 'text', ({ fills }) => fills.join(' ')],
];

const SESSIONS: Columns<SessionReturn> = [
  ['date', 'date', ({ date }) => date],
  ['equity', 'number', ({ equity }) => equity / MONEY],
  ['return', 'number', (session) => session.return],
];

const REVIEW: Columns<Finding> = [
  ['code', 'text', ({ code }) => code],
  ['severity', 'text', ({ severity }) => severity],
  ['count', 'number', ({ count }) => count],
  ['message', 'text', ({ message }) => message],
  ['round_trips', 'text', ({ roundTrips }) => roundTrips?.join(' ')],
];

const LOG: Columns<StrategyLogLine> = [
  ['time', 'instant', ({ time }) => at(time)],
  ['level', 'text', ({ level }) => level],
  ['text', 'text', ({ text }) => text],
];

const COMMANDS: Columns<LoggedCommand> = [
  ['session', 'number', ({ sessionIndex }) => sessionIndex],
  ['time', 'instant', ({ time }) => at(time)],
  ['after_end', 'number', ({ isAfterEnd }) => Number(isAfterEnd)],
  ['command', 'text', ({ command }) => canonicalJson(command)],
];

const STATISTICS: Columns<readonly [name: string, value: number | null]> = [
  ['name', 'text', ([name]) => name],
  ['value', 'number', ([, value]) => value ?? undefined],
];

/** The tables of a result. Times are ISO 8601 in UTC, money is in units of the account's currency, an absent value is empty. */
export function tablesOf(result: ResultDocument): readonly ResultTable[] {
  const { curve } = result;
  const equity: Columns<number> = [
    ['time', 'instant', (row) => at(curve.time[row])],
    ['equity', 'number', (row) => (curve.equity[row] ?? 0) / MONEY],
    ['cash', 'number', (row) => (curve.cash[row] ?? 0) / MONEY],
    ['exposure', 'number', (row) => curve.exposure[row]],
  ];
  return [
    table('orders', ORDERS, result.orders),
    table('fills', FILLS, result.fills),
    table('round-trips', ROUND_TRIPS, result.roundTrips),
    table('equity', equity, [...curve.time.keys()]),
    table('sessions', SESSIONS, result.sessions),
    table('statistics', STATISTICS, Object.entries(result.statistics)),
    table('review', REVIEW, result.findings),
    table('log', LOG, result.log),
    table('commands', COMMANDS, result.commands),
  ];
}

/** CSV as RFC 4180 has it, lines ending with a line feed. */
export function csvOf({ types, rows }: ResultTable): string {
  return [Object.keys(types), ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

function table<Row>(name: ResultTable['name'], columns: Columns<Row>, rows: readonly Row[]): ResultTable {
  return {
    name,
    types: Object.fromEntries(columns.map(([column, type]) => [column, type])),
    rows: rows.map((row) => columns.map(([, , value]) => value(row) ?? '')),
  };
}

function cell(value: Value): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
