import type { Order } from '../../../shared/trading/order.ts';
import type { ParameterDeclaration } from '../../../shared/trading/strategy.ts';
import type { BarEvent, Context, FillEvent, QuoteEvent, TradeEvent } from './context.ts';

export type ParameterDeclarations = Readonly<Record<string, ParameterDeclaration>>;

/** Values of declared parameters: `number` gives a number, `choice` one of its choices, `interval` and `text` a string. */
export type ParameterValues<Declared extends ParameterDeclarations> = {
  readonly [Name in keyof Declared]: Declared[Name] extends { readonly type: 'number' }
    ? number
    : Declared[Name] extends { readonly type: 'boolean' }
      ? boolean
      : Declared[Name] extends { readonly type: 'choice'; readonly choices: readonly (infer Choice)[] }
        ? Choice
        : string;
};

/** Base of every strategy. A file's default export is a class that extends it:
 *
 * ```ts
 * export default class Mine extends Strategy<typeof Mine.parameters> {
 *   static override readonly parameters = { length: { type: 'number', default: 20, min: 2 } } as const;
 * ```
 *
 * Handlers are methods of the class. They run to their end at once, in the order of events, and see nothing that is not known at the session
 * clock. A handler that is not there costs nothing. */
export abstract class Strategy<Declared extends ParameterDeclarations = ParameterDeclarations> {
  /** As shown in lists; absent: the name of the file. */
  static readonly title?: string;
  static readonly description?: string;
  static readonly parameters: ParameterDeclarations = {};
  /** Intervals it reads besides those in parameters of type `interval`: the run derives them. */
  static readonly intervals?: readonly string[];

  /** Values of this run, there from the first field initialiser on. */
  readonly params: ParameterValues<Declared>;

  constructor(params: ParameterValues<Declared>) {
    this.params = params;
  }

  /** Before the first session: make indicators here. No data are known yet. */
  onStart?(ctx: Context): void;
  /** A bar of any interval of the run has closed. */
  onBar?(ctx: Context, bar: BarEvent): void;
  onQuote?(ctx: Context, quote: QuoteEvent): void;
  onTrade?(ctx: Context, trade: TradeEvent): void;
  /** One of its orders, or of the person watching, was filled in whole or in part. */
  onFill?(ctx: Context, fill: FillEvent): void;
  /** An order came to its end without being filled in whole. */
  onOrderEnd?(ctx: Context, order: Order): void;
  onTimer?(ctx: Context, name: string): void;
  onSessionStart?(ctx: Context): void;
  /** After everything that is known at the session's end. */
  onSessionEnd?(ctx: Context): void;
  onEnd?(ctx: Context): void;

  /** Everything that changes in fields of its own, as plain data, so that seeking back is quick. Without it, or where `onStart` asks for the
   * clock, bars, account, orders or timers, a seek plays from the run's start. Indicators, timers and random numbers are kept without it. It
   * must change nothing: how often it is called depends on where the run is played. */
  saveState?(): unknown;
  /** Called on a strategy made anew, after its `onStart`: what was not saved is as it was then. */
  restoreState?(state: unknown): void;
}
