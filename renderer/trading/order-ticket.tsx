import { useMemo, useState, type ReactElement } from 'react';

import type { OpenRun } from '../../shared/session/replay.ts';
import type { TradingCommand } from '../../shared/trading/command.ts';
import type { OrderRequest, Side } from '../../shared/trading/order.ts';
import { useServices } from '../state/services.ts';
import { useCommands } from '../state/use-commands.ts';
import { Button } from '../ui/button.tsx';
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
      <Button size="s" keys="Shift B" disabled={!isWhole} onClick={() => place('buy')}>
        Buy
      </Button>
      <Button size="s" keys="Shift S" disabled={!isWhole} onClick={() => place('sell')}>
        Sell
      </Button>
      <Button size="s" variant="ghost" keys="Ctrl Shift F" onClick={() => onGive({ type: 'flatten' })}>
        Flatten
      </Button>
    </div>
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
