import './trading-panel.css';
import { useCallback, useEffect, useEffectEvent, useRef, type ReactElement } from 'react';

import type { TradingCommand } from '../../shared/trading/command.ts';
import type { Fill } from '../../shared/trading/fill.ts';
import type { Order } from '../../shared/trading/order.ts';
import type { Position } from '../../shared/trading/position.ts';
import type { OpenRun } from '../../shared/session/replay.ts';
import type { TradingView } from '../../shared/trading/trading-view.ts';
import { useServices } from '../state/services.ts';
import { useReplay } from '../state/use-replay.ts';
import { useTrade } from '../state/use-trade.ts';
import { useZone } from '../state/use-zone.ts';
import { Button } from '../ui/button.tsx';
import { directionOf, formatFixed, formatSigned, formatVolume } from '../ui/format.ts';
import { OrderTicket } from './order-ticket.tsx';
import { orderKindText, priceText } from '../ui/order-text.ts';

const MONEY = 10_000;

/** The account, its positions and orders as of the clock, and the ticket that places orders (F5). */
export function TradingPanel({ run }: { run: OpenRun }): ReactElement {
  const { notices } = useServices();
  const state = useReplay();
  const trading = state?.trading;
  const refused = trading?.lastRefused;
  // Every frame brings a copy of the order: its id tells whether it was told before, and one from before the panel was shown is old.
  const refusedId = refused?.id;
  const told = useRef(refusedId);
  const tell = useEffectEvent(() => {
    if (refused?.isManual !== true || refusedId === told.current) return;
    notices.getState().show('bad', `Order ${refused.id}: ${refused.reason ?? 'refused'}.`);
  });
  useEffect(() => {
    tell();
    if (refusedId !== undefined) told.current = refusedId;
  }, [refusedId]);
  const trade = useTrade();
  const give = useCallback((command: TradingCommand) => void trade(command), [trade]);
  if (trading === undefined) return <section className="trading" aria-label="Trading" />;
  return (
    <section className="trading" aria-label="Trading">
      <AccountLines trading={trading} onFlatten={() => give({ type: 'flatten' })} />
      <OrderTicket run={run} onGive={give} />
      <Positions positions={trading.positions} onGive={give} />
      <Orders orders={trading.orders} onGive={give} />
      <Fills run={run} fills={trading.fills} count={trading.fillCount} />
    </section>
  );
}

interface AccountLinesProps {
  readonly trading: TradingView;
  readonly onFlatten: () => void;
}

function AccountLines({ trading, onFlatten }: AccountLinesProps): ReactElement {
  const { account, currency, equityStart } = trading;
  const profit = account.equity - equityStart;
  return (
    <>
      <div className="head sub">
        <h2>Account</h2>
        <span className="lab grow">{currency}</span>
        <Button size="s" variant="ghost" keys="Ctrl Shift F" onClick={onFlatten}>
          Flatten
        </Button>
      </div>
      <dl className="session-lines">
        <dt>Equity</dt>
        <dd>{formatFixed(account.equity / MONEY, 2)}</dd>
        <dt>Result</dt>
        <dd className={directionOf(profit)}>{formatSigned(profit / MONEY, 2)}</dd>
        <dt>Cash</dt>
        <dd>{formatFixed(account.cash / MONEY, 2)}</dd>
        <dt>Open</dt>
        <dd className={directionOf(account.openProfit)}>{formatSigned(account.openProfit / MONEY, 2)}</dd>
      </dl>
    </>
  );
}

type Give = (command: TradingCommand) => void;

function Positions({ positions, onGive }: { positions: readonly Position[]; onGive: Give }): ReactElement | undefined {
  if (positions.length === 0) return undefined;
  return (
    <table className="grid dense" aria-label="Positions">
      <thead>
        <tr>
          <th>Position</th>
          <th className="num">Average</th>
          <th className="num">Open</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {positions.map(({ symbol, quantity, averagePrice, openProfit }) => (
          <tr key={symbol}>
            <td>{`${symbol} ${formatVolume(quantity)}`}</td>
            <td className="num">{priceText(averagePrice)}</td>
            <td className={`num ${directionOf(openProfit)}`}>{formatSigned(openProfit / MONEY, 2)}</td>
            <td className="num">
              <Button size="s" variant="ghost" onClick={() => onGive({ type: 'flatten', symbol })}>
                Close
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Orders({ orders, onGive }: { orders: readonly Order[]; onGive: Give }): ReactElement | undefined {
  if (orders.length === 0) return undefined;
  return (
    <table className="grid dense" aria-label="Open orders">
      <thead>
        <tr>
          <th>Open order</th>
          <th>Kind</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {orders.map(({ id, symbol, side, quantity, kind }) => (
          <tr key={id}>
            <td>{`${side === 'buy' ? 'Buy' : 'Sell'} ${formatVolume(quantity)} ${symbol}`}</td>
            <td className="t2">{orderKindText(kind)}</td>
            <td className="num">
              <Button size="s" variant="ghost" onClick={() => onGive({ type: 'cancel', order: id })}>
                Cancel
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FillsProps {
  readonly run: OpenRun;
  readonly fills: readonly Fill[];
  readonly count: number;
}

function Fills({ run, fills, count }: FillsProps): ReactElement | undefined {
  const zone = useZone(run.timeZone);
  if (count === 0) return undefined;
  return (
    <table className="grid dense" aria-label="Fills">
      <thead>
        <tr>
          <th>{`Fill, latest of ${count}`}</th>
          <th className="num">Price</th>
          <th className="num">Time</th>
        </tr>
      </thead>
      <tbody>
        {fills.slice(0, 12).map(({ id, side, symbol, quantity, price, time }) => (
          <tr key={id}>
            <td className={side === 'buy' ? 'up' : 'down'}>
              {`${side === 'buy' ? 'Buy' : 'Sell'} ${formatVolume(quantity)} ${symbol}`}
            </td>
            <td className="num">{priceText(price)}</td>
            <td className="num t2">{zone.moment(time)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
