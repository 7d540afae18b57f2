import type { Micros } from '../market/time.ts';
import type { OrderRequest } from './order.ts';

/** What a person does while watching a replay (F5). */
export type TradingCommand =
  | { readonly type: 'place'; readonly order: OrderRequest }
  | { readonly type: 'cancel'; readonly order: number }
  /** New prices or quantity of an order that is not filled: cancel and replace in one, its id stays. */
  | {
      readonly type: 'change';
      readonly order: number;
      readonly limit?: number;
      readonly stop?: number;
      readonly quantity?: number;
    }
  /** Cancels the symbol's orders and closes its position at the market; without a symbol all of them. */
  | { readonly type: 'flatten'; readonly symbol?: string };

/** A command at its place in the run: carried out after everything else of the instant `time` in session `sessionIndex`, or after
 * that session's end. With data and configuration the list of them gives the same result again (C8). Seeking back keeps those
 * ahead of the clock until a new one is given there: then the later ones are dropped. */
export interface LoggedCommand {
  readonly sessionIndex: number;
  readonly time: Micros;
  readonly isAfterEnd: boolean;
  readonly command: TradingCommand;
}
