import { useMemo, type ReactElement } from 'react';

import type { Micros } from '../../shared/market/time.ts';
import type { Fill } from '../../shared/trading/fill.ts';
import type { Order } from '../../shared/trading/order.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import { formatCount, formatFixed, formatVolume, NONE } from '../ui/format.ts';
import { type SortedColumn, SortedGrid } from '../ui/sorted-grid.tsx';
import { orderKindText, priceText } from '../ui/order-text.ts';

const MONEY = 10_000;

export function OrdersGrid({
  orders,
  zone,
  onOpen,
}: {
  readonly orders: readonly Order[];
  readonly zone: ZoneTime;
  readonly onOpen: (time: Micros) => void;
}): ReactElement {
  const columns = useMemo(() => orderColumns(zone), [zone]);
  return (
    <SortedGrid
      label="Orders"
      columns={columns}
      rows={orders}
      idOf={({ id }) => id}
      minWidth={860}
      onOpen={({ placedAt }) => onOpen(placedAt)}
    />
  );
}

export function FillsGrid({
  fills,
  zone,
  onOpen,
}: {
  readonly fills: readonly Fill[];
  readonly zone: ZoneTime;
  readonly onOpen: (time: Micros) => void;
}): ReactElement {
  const columns = useMemo(() => fillColumns(zone), [zone]);
  return (
    <SortedGrid
      label="Fills"
      columns={columns}
      rows={fills}
      idOf={({ id }) => id}
      minWidth={860}
      onOpen={({ knownAt }) => onOpen(knownAt)}
    />
  );
}

const sideText = ({ side, quantity }: Pick<Order, 'side' | 'quantity'>): string =>
  `${side === 'buy' ? 'Buy' : 'Sell'} ${formatVolume(quantity)}`;

function orderColumns(zone: ZoneTime): readonly SortedColumn<Order>[] {
  const at = (time: Micros): string => `${zone.shortDate(time)} ${zone.seconds(time)}`;
  return [
    { key: 'id', label: '#', width: '48px', isFigure: true, show: ({ id }) => formatCount(id), order: ({ id }) => id },
    {
      key: 'symbol',
      label: 'Symbol',
      width: 'minmax(58px, 0.7fr)',
      show: ({ symbol }) => symbol,
      order: (o) => o.symbol,
    },
    { key: 'side', label: 'Side', width: 'minmax(84px, 0.8fr)', show: sideText, order: ({ side }) => side },
    { key: 'kind', label: 'Kind', width: 'minmax(120px, 1.4fr)', show: ({ kind }) => orderKindText(kind) },
    { key: 'tif', label: 'In force', width: '62px', show: ({ timeInForce }) => timeInForce.toUpperCase() },
    {
      key: 'placed',
      label: 'Placed',
      width: 'minmax(128px, 1.2fr)',
      show: (o) => at(o.placedAt),
      order: (o) => o.placedAt,
    },
    { key: 'status', label: 'State', width: '70px', show: ({ status }) => status, order: ({ status }) => status },
    {
      key: 'filled',
      label: 'Filled',
      width: '70px',
      isFigure: true,
      show: ({ filled }) => (filled === 0 ? NONE : formatVolume(filled)),
    },
    {
      key: 'price',
      label: 'Avg price',
      width: '80px',
      isFigure: true,
      show: ({ averagePrice }) => (averagePrice === undefined ? NONE : priceText(averagePrice)),
    },
    {
      key: 'reason',
      label: 'Why',
      width: 'minmax(90px, 1.6fr)',
      show: ({ reason }) => <span className="t2">{reason}</span>,
    },
  ];
}

function fillColumns(zone: ZoneTime): readonly SortedColumn<Fill>[] {
  const at = (time: Micros): string => `${zone.shortDate(time)} ${zone.seconds(time)}`;
  return [
    { key: 'id', label: '#', width: '48px', isFigure: true, show: ({ id }) => formatCount(id), order: ({ id }) => id },
    { key: 'order', label: 'Order', width: '52px', isFigure: true, show: ({ order }) => formatCount(order) },
    {
      key: 'symbol',
      label: 'Symbol',
      width: 'minmax(58px, 0.7fr)',
      show: ({ symbol }) => symbol,
      order: (f) => f.symbol,
    },
    { key: 'side', label: 'Side', width: 'minmax(84px, 0.8fr)', show: sideText, order: ({ side }) => side },
    { key: 'time', label: 'Time', width: 'minmax(128px, 1.2fr)', show: (f) => at(f.time), order: (f) => f.time },
    { key: 'price', label: 'Price', width: '80px', isFigure: true, show: ({ price }) => priceText(price) },
    {
      key: 'source',
      label: 'Filled by',
      width: 'minmax(150px, 1.6fr)',
      show: ({ source, isAmbiguous }) => (
        <span className="t2">
          {`${source.price} of the ${source.kind} of ${zone.seconds(source.time)}${isAmbiguous ? ', ambiguous' : ''}`}
        </span>
      ),
    },
    {
      key: 'commission',
      label: 'Fees',
      width: '70px',
      isFigure: true,
      show: ({ commission }) => formatFixed(commission / MONEY, 2),
      order: ({ commission }) => commission,
    },
    {
      key: 'slippage',
      label: 'Slippage',
      width: '72px',
      isFigure: true,
      show: ({ slippage }) => formatFixed(slippage / MONEY, 2),
      order: ({ slippage }) => slippage,
    },
  ];
}
