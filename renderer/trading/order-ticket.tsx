import { useMemo, useState, type ReactElement } from 'react';

import type { OpenRun } from '../../shared/session/replay.ts';
import type { TradingCommand } from '../../shared/trading/command.ts';
import type { OrderRequest, Side } from '../../shared/trading/order.ts';
import { useServices } from '../state/services.ts';
import { useReplay } from '../state/use-replay.ts';
import { useCommands } from '../state/use-commands.ts';
import { Button } from '../ui/button.tsx';
import { type PriceText, priceText } from '../ui/price-text.ts';
import { Select } from '../ui/select.tsx';
import { tradeCommands } from './trade-commands.ts';

const KINDS = [
  { value: 'market', label: 'Market' },
  { value: 'limit', label: 'Limit' },
  { value: 'stop', label: 'Stop' },
  { value: 'market-on-close', label: 'On close' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

export interface OrderTicketProps {
  readonly run: OpenRun;
  /** Stable between renders. */
  readonly onGive: (command: TradingCommand) => void;
}

/** Places orders at the session clock. Without a quantity the session's sizing decides. */
export function OrderTicket({ run, onGive }: OrderTicketProps): ReactElement {
  const { session } = useServices();
  const symbols = run.symbols.map(({ symbol }) => symbol);
  const [chosen, setSymbol] = useState(symbols[0] ?? '');
  const [kind, setKind] = useState<Kind>('market');
  const [quantity, setQuantity] = useState('');
  const [price, setPrice] = useState('');
  const { symbol } = run.symbols.find((one) => one.symbol === chosen) ?? run.symbols[0] ?? { symbol: '' };
  const needsPrice = kind === 'limit' || kind === 'stop';
  const ticket = useMemo(() => requestOf(symbol, kind, quantity, price), [symbol, kind, quantity, price]);
  const isWhole = ticket !== undefined;
  const place = (side: Side): void => {
    if (isWhole) onGive({ type: 'place', order: { ...ticket, side } });
  };
  useCommands(
    useMemo(
      () => tradeCommands({ ticket, orders: () => session.getState().replay?.trading?.orders ?? [], give: onGive }),
      [ticket, session, onGive],
    ),
  );
  const quoted = useReplay()?.symbols.find((one) => one.symbol === symbol);
  const text = priceText(quoted?.priceScale ?? 2, run.calendar, quoted?.last);
  return (
    <div className="ticket" role="group" aria-label="Order ticket">
      <Select
        label="Order symbol"
        size="s"
        value={symbol}
        options={symbols.map((one) => ({ value: one, label: one }))}
        onChange={setSymbol}
      />
      <Select label="Order kind" size="s" value={kind} options={KINDS} onChange={setKind} />
      <NumberField label="Quantity" placeholder="sized" value={quantity} onChange={setQuantity} />
      {needsPrice ? <NumberField label="Price" placeholder="price" value={price} onChange={setPrice} /> : undefined}
      <div className="sides">
        <SideButton side="sell" price={quoted?.bid} text={text} disabled={!isWhole} onPlace={place} />
        <SideButton side="buy" price={quoted?.ask} text={text} disabled={!isWhole} onPlace={place} />
      </div>
    </div>
  );
}

interface SideButtonProps {
  readonly side: Side;
  /** The quote it would take; absent where there is none. */
  readonly price: number | undefined;
  readonly text: PriceText;
  readonly disabled: boolean;
  readonly onPlace: (side: Side) => void;
}

function SideButton({ side, price, text, disabled, onPlace }: SideButtonProps): ReactElement {
  const isBuy = side === 'buy';
  return (
    <Button keys={isBuy ? 'Shift B' : 'Shift S'} disabled={disabled} onClick={() => onPlace(side)}>
      {isBuy ? 'Buy' : 'Sell'}
      {price === undefined ? undefined : (
        <>
          <span className="lab">{isBuy ? 'at ask' : 'at bid'}</span>
          <span className={`side-price ${isBuy ? 'up' : 'down'}`}>{text.exact(price)}</span>
        </>
      )}
    </Button>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function NumberField({ label, placeholder, value, onChange }: NumberFieldProps): ReactElement {
  return (
    <span className="field s">
      <input
        aria-label={label}
        placeholder={placeholder}
        inputMode="decimal"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}

/** The order without its side, or undefined where a figure it needs is missing or no number above 0. */
function requestOf(
  symbol: string,
  kind: Kind,
  quantity: string,
  price: string,
): Omit<OrderRequest, 'side'> | undefined {
  const amount = Number(price);
  const units = Number(quantity);
  if (quantity.trim() !== '' && !(units > 0)) return undefined;
  const size = quantity.trim() === '' ? {} : { quantity: units };
  if (kind === 'market' || kind === 'market-on-close') return { symbol, kind: { type: kind }, ...size };
  if (!(amount > 0)) return undefined;
  return { symbol, kind: kind === 'limit' ? { type: kind, limit: amount } : { type: kind, stop: amount }, ...size };
}
