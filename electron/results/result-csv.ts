import { formatIso, type Micros } from '../../shared/market/time.ts';
import type { ResultDocument } from './result-document.ts';

const MONEY = 10_000;

/** A table of a result as text: names of columns, then rows. */
export interface ResultTable {
  readonly name: 'orders' | 'fills' | 'round-trips' | 'equity' | 'sessions';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The tables of a result. Times are ISO 8601 in UTC, money is in units of the account's currency. */
export function tablesOf(document: ResultDocument): readonly ResultTable[] {
  const { orders, fills, roundTrips, curve, sessions } = document;
  const at = (time: number | undefined): string => (time === undefined ? '' : formatIso(time as Micros));
  return [
    {
      name: 'orders',
      columns: [
        'id',
        'symbol',
        'side',
        'quantity',
        'filled',
        'type',
        'limit',
        'stop',
        'time_in_force',
        'status',
        'placed',
        'active',
        'ended',
        'average_price',
        'reason',
        'tag',
      ],
      rows: orders.map(({ kind, ...order }) => [
        order.id,
        order.symbol,
        order.side,
        order.quantity,
        order.filled,
        kind.type,
        'limit' in kind ? kind.limit : '',
        'stop' in kind ? kind.stop : '',
        order.timeInForce,
        order.status,
        at(order.placedAt),
        at(order.activeAt),
        at(order.endedAt),
        order.averagePrice ?? '',
        order.reason ?? '',
        order.tag ?? '',
      ]),
    },
    {
      name: 'fills',
      columns: [
        'id',
        'order',
        'symbol',
        'side',
        'quantity',
        'price',
        'time',
        'known',
        'commission',
        'slippage',
        'source',
        'source_price',
        'source_time',
        'ambiguous',
        'tag',
      ],
      rows: fills.map((fill) => [
        fill.id,
        fill.order,
        fill.symbol,
        fill.side,
        fill.quantity,
        fill.price,
        at(fill.time),
        at(fill.knownAt),
        fill.commission / MONEY,
        fill.slippage / MONEY,
        fill.source.kind,
        fill.source.price,
        at(fill.source.time),
        fill.isAmbiguous ? 1 : 0,
        fill.tag ?? '',
      ]),
    },
    {
      name: 'round-trips',
      columns: [
        'symbol',
        'side',
        'quantity',
        'entry',
        'entry_price',
        'exit',
        'exit_price',
        'profit',
        'return',
        'fees',
        'adverse',
        'favourable',
        'bars',
        'ambiguous',
        'tag',
      ],
      rows: roundTrips.map((trip) => [
        trip.symbol,
        trip.side,
        trip.quantity,
        at(trip.entryTime),
        trip.entryPrice,
        at(trip.exitTime),
        trip.exitPrice,
        trip.profit / MONEY,
        trip.return,
        trip.fees / MONEY,
        trip.adverse / MONEY,
        trip.favourable / MONEY,
        trip.bars,
        trip.isAmbiguous ? 1 : 0,
        trip.tag ?? '',
      ]),
    },
    {
      name: 'equity',
      columns: ['time', 'equity', 'cash', 'exposure'],
      rows: curve.time.map((time, row) => [
        at(time),
        (curve.equity[row] ?? 0) / MONEY,
        (curve.cash[row] ?? 0) / MONEY,
        curve.exposure[row] ?? 0,
      ]),
    },
    {
      name: 'sessions',
      columns: ['date', 'equity', 'return'],
      rows: sessions.map((session) => [session.date, session.equity / MONEY, session.return]),
    },
  ];
}

/** CSV as RFC 4180 has it, lines ending with a line feed. */
export function csvOf({ columns, rows }: ResultTable): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
