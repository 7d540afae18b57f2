import { useMemo, useState, type ReactElement } from 'react';

import type { OpenRun } from '../../shared/session/replay.ts';
import type { TradingCommand } from '../../shared/trading/command.ts';
import type { OrderKind, Side } from '../../shared/trading/order.ts';
import { useCommands } from '../state/use-commands.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';

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
  const symbols = run.symbols.map(({ symbol }) => symbol);
  const [chosen, setSymbol] = useState(symbols[0] ?? '');
  const [kind, setKind] = useState<Kind>('market');
  const [quantity, setQuantity] = useState('');
  const [price, setPrice] = useState('');
  const symbol = symbols.includes(chosen) ? chosen : (symbols[0] ?? '');
  const needsPrice = kind === 'limit' || kind === 'stop';
  const amount = Number(price);
  const units = Number(quantity);
  const isWhole = (!needsPrice || amount > 0) && (quantity.trim() === '' || units > 0);
  const place = (side: Side): void => {
    const how: OrderKind =
      kind === 'limit'
        ? { type: kind, limit: amount }
        : kind === 'stop'
          ? { type: kind, stop: amount }
          : { type: kind };
    const size = quantity.trim() === '' ? {} : { quantity: units };
    onGive({ type: 'place', order: { symbol, side, kind: how, ...size } });
  };
  useCommands(
    useMemo(
      () => [
        {
          id: 'trade.flatten',
          title: 'Close every position at the market',
          group: 'Trade',
          keys: 'Ctrl Shift F',
          perform: () => onGive({ type: 'flatten' }),
        },
      ],
      [onGive],
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
      <span className="field s">
        <input
          aria-label="Quantity"
          placeholder="sized"
          inputMode="decimal"
          value={quantity}
          onChange={(event) => setQuantity(event.target.value)}
        />
      </span>
      {needsPrice ? (
        <span className="field s">
          <input
            aria-label="Price"
            placeholder="price"
            inputMode="decimal"
            value={price}
            onChange={(event) => setPrice(event.target.value)}
          />
        </span>
      ) : undefined}
      <Button size="s" disabled={!isWhole} onClick={() => place('buy')}>
        Buy
      </Button>
      <Button size="s" disabled={!isWhole} onClick={() => place('sell')}>
        Sell
      </Button>
      <Button size="s" variant="ghost" keys="Ctrl Shift F" onClick={() => onGive({ type: 'flatten' })}>
        Flatten
      </Button>
    </div>
  );
}
