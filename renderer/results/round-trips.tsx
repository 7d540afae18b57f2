import { useMemo, type ReactElement } from 'react';

import type { RoundTrip } from '../../shared/trading/position.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import { directionOf, formatChange, formatCount, formatSigned, formatVolume } from '../ui/format.ts';
import { type SortedColumn, SortedGrid } from '../ui/sorted-grid.tsx';
import { priceText } from '../ui/order-text.ts';
import { durationText } from './statistic-text.ts';

const MONEY = 10_000;

/** A round trip with its number in the run, from 1. */
export interface NumberedTrip extends RoundTrip {
  readonly number: number;
}

export interface RoundTripsProps {
  readonly trips: readonly NumberedTrip[];
  readonly zone: ZoneTime;
  readonly onOpen: (trip: NumberedTrip) => void;
}

/** Every round trip, one a row; a click goes to its entry in Replay. */
export function RoundTrips({ trips, zone, onOpen }: RoundTripsProps): ReactElement {
  const columns = useMemo(() => columnsOf(zone), [zone]);
  return (
    <SortedGrid
      label="Round trips"
      columns={columns}
      rows={trips}
      idOf={({ number }) => number}
      minWidth={860}
      opensOnClick
      onOpen={onOpen}
    />
  );
}

function columnsOf(zone: ZoneTime): readonly SortedColumn<NumberedTrip>[] {
  return [
    {
      key: 'number',
      label: '#',
      width: '50px',
      isFigure: true,
      show: ({ number }) => formatCount(number),
      order: ({ number }) => number,
    },
    {
      key: 'symbol',
      label: 'Symbol',
      width: 'minmax(50px, 0.7fr)',
      show: ({ symbol }) => symbol,
      order: (t) => t.symbol,
    },
    {
      key: 'side',
      label: 'Side',
      width: 'minmax(66px, 0.8fr)',
      show: ({ side, quantity }) => `${side === 'long' ? 'Long' : 'Short'} ${formatVolume(quantity)}`,
      order: ({ side }) => side,
    },
    {
      key: 'entry',
      label: 'Entry',
      width: 'minmax(120px, 1.2fr)',
      show: (t) => zone.moment(t.entryTime),
      order: (t) => t.entryTime,
    },
    {
      key: 'entryPrice',
      label: 'Price',
      width: 'minmax(60px, 0.7fr)',
      isFigure: true,
      show: (t) => priceText(t.entryPrice),
    },
    {
      key: 'exit',
      label: 'Exit',
      width: 'minmax(120px, 1.2fr)',
      show: (t) => zone.moment(t.exitTime),
      order: (t) => t.exitTime,
    },
    {
      key: 'exitPrice',
      label: 'Price',
      width: 'minmax(60px, 0.7fr)',
      isFigure: true,
      show: (t) => priceText(t.exitPrice),
    },
    {
      key: 'held',
      label: 'Held',
      width: 'minmax(66px, 0.6fr)',
      isFigure: true,
      show: (t) => durationText((t.exitTime - t.entryTime) / 1_000),
      order: (t) => t.exitTime - t.entryTime,
    },
    money('mae', 'MAE', (t) => t.adverse),
    money('mfe', 'MFE', (t) => t.favourable),
    {
      key: 'profit',
      label: 'Net',
      width: 'minmax(60px, 0.7fr)',
      isFigure: true,
      show: (t) => <span className={directionOf(t.profit)}>{formatSigned(t.profit / MONEY, 2)}</span>,
      order: (t) => t.profit,
    },
    {
      key: 'return',
      label: 'Return',
      width: 'minmax(74px, 0.6fr)',
      isFigure: true,
      show: (t) => <span className={directionOf(t.return)}>{formatChange(t.return)}</span>,
      order: (t) => t.return,
    },
  ];
}

function money(key: string, label: string, value: (trip: NumberedTrip) => number): SortedColumn<NumberedTrip> {
  return {
    key,
    label,
    width: 'minmax(64px, 0.6fr)',
    isFigure: true,
    show: (trip) => formatSigned(value(trip) / MONEY, 2),
    order: value,
  };
}
