import { levelText, positionText } from './level-text.ts';
import type { PriceText } from '../ui/price-text.ts';
import type { ChartColours } from './chart-colours.ts';
import type { ChartItem } from './chart-item.ts';
import type { FillMark } from './fill-tape.ts';
import { OrderTags } from './order-tags.ts';
import { isMovable, NO_TRADES, type OrderLevel, type SymbolTrades } from './price-levels.ts';
import { TradePrimitive, type TradeLine } from './trade-primitive.ts';

/** Pixels from a line within which it is taken hold of. */
const GRIP = 4;
/** Ticks that an arrow key with Shift moves a price. */
const LONG_STEP = 10;

export interface TradeLook {
  readonly colours: ChartColours;
  readonly items: readonly ChartItem[];
  /** Interval in seconds. */
  readonly step: number;
  readonly prices: PriceText;
}

export interface TradeActions {
  /** Resolves when the order was changed or that was refused. */
  readonly onMove: (level: OrderLevel, price: number) => Promise<void>;
  readonly onCancel: (level: OrderLevel) => void;
}

/** A price that a person is moving, or has moved while the answer is awaited. */
interface Draft {
  readonly level: OrderLevel;
  price: number;
  isSent: boolean;
}

/** Fills, position and working orders on a chart. An order's line or tag can be dragged, or moved with the arrow keys and Enter; Escape puts it
 * back. */
export class TradeLayer {
  readonly primitive: TradePrimitive;
  readonly #plot: HTMLElement;
  readonly #tags: OrderTags;
  readonly #look: () => TradeLook;
  readonly #actions: TradeActions;
  readonly #listening = new AbortController();
  #fills: readonly FillMark[] = [];
  #trades: SymbolTrades = NO_TRADES;
  #lines: readonly TradeLine[] = [];
  #draft: Draft | undefined;
  #isDragging = false;

  /** `plot` holds the chart's canvas, `tags` lies over it. */
  constructor(plot: HTMLElement, tags: HTMLElement, look: () => TradeLook, actions: TradeActions) {
    this.#plot = plot;
    this.#look = look;
    this.#actions = actions;
    this.#tags = new OrderTags(tags);
    this.primitive = new TradePrimitive(
      () => ({ ...this.#look(), lines: this.#lines, fills: this.#fills, formatPrice: this.#look().prices.exact }),
      (height) => this.#tags.place((price) => this.primitive.yOf(price), height),
      (y) => this.#levelAt(y) !== undefined,
    );
    this.#listen(plot, tags);
  }

  close(): void {
    this.#listening.abort();
    this.#tags.sync([], () => ({ text: '', price: 0, priceText: '' }));
  }

  get fills(): readonly FillMark[] {
    return this.#fills;
  }

  get trades(): SymbolTrades {
    return this.#trades;
  }

  setFills(fills: readonly FillMark[]): void {
    this.#fills = fills;
    this.primitive.redraw();
  }

  setTrades(trades: SymbolTrades): void {
    const isEmpty = trades.position === undefined && trades.levels.length === 0;
    if (isEmpty && this.#lines.length === 0) return;
    this.#trades = trades;
    this.refresh();
  }

  /** Draws anew: what is looked up changed. */
  refresh(): void {
    const { colours, prices } = this.#look();
    const { position, levels } = this.#trades;
    const held: TradeLine[] =
      position === undefined
        ? []
        : [
            {
              price: position.averagePrice,
              colour: colours.series2,
              dash: [6, 3],
              text: positionText(position, prices),
            },
          ];
    this.#lines = held.concat(
      levels.map((level) => ({
        price: this.#priceOf(level),
        colour: level.order.side === 'buy' ? colours.up : colours.down,
        dash: level.order.status === 'waiting' ? [2, 3] : [],
        isDim: level.isPlanned,
      })),
    );
    this.#tags.sync(levels, (level) => {
      const price = this.#priceOf(level);
      return { price, text: levelText(level, price, prices), priceText: prices.exact(price) };
    });
    this.primitive.redraw();
  }

  #priceOf(level: OrderLevel): number {
    return this.#draft?.level.id === level.id ? this.#draft.price : level.price;
  }

  #levelAt(y: number): OrderLevel | undefined {
    const distance = (level: OrderLevel): number => Math.abs((this.primitive.yOf(level.price) ?? Infinity) - y);
    return this.#trades.levels
      .filter((level) => isMovable(level) && distance(level) <= GRIP)
      .sort((a, b) => distance(a) - distance(b))[0];
  }

  #listen(plot: HTMLElement, tags: HTMLElement): void {
    const { signal } = this.#listening;
    const options = { signal, capture: true };
    plot.addEventListener('pointerdown', (event) => this.#grip(event, this.#levelAt(this.#yOf(event))), options);
    // The chart pans on what it hears of these.
    for (const type of ['mousedown', 'touchstart'] as const)
      plot.addEventListener(type, (event) => this.#isDragging && event.stopPropagation(), options);
    tags.addEventListener(
      'pointerdown',
      (event) => {
        const found = this.#tags.at(event.target);
        if (found?.isCancel === false && isMovable(found.level)) this.#grip(event, found.level);
      },
      { signal },
    );
    tags.addEventListener(
      'click',
      (event) => {
        const found = this.#tags.at(event.target);
        if (found?.isCancel === true) this.#actions.onCancel(found.level);
      },
      { signal },
    );
    tags.addEventListener('keydown', (event) => this.#pressed(event), { signal });
    tags.addEventListener('focusout', () => this.#drop(), { signal });
    for (const element of [plot, tags]) {
      element.addEventListener('pointermove', (event) => this.#drag(event), { signal });
      element.addEventListener('pointerup', () => this.#release(), { signal });
      element.addEventListener('pointercancel', () => this.#drop(), { signal });
    }
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || !this.#isDragging) return;
        event.stopPropagation();
        this.#drop();
      },
      options,
    );
  }

  #yOf({ clientY }: PointerEvent): number {
    return clientY - this.#plot.getBoundingClientRect().top;
  }

  #grip(event: PointerEvent, level: OrderLevel | undefined): void {
    if (level === undefined || event.button !== 0 || this.#draft?.isSent === true) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#draft = { level, price: level.price, isSent: false };
    this.#isDragging = true;
  }

  #drag(event: PointerEvent): void {
    const price = this.#isDragging ? this.primitive.priceAt(this.#yOf(event)) : undefined;
    if (price !== undefined) this.#draftAt(price);
  }

  #draftAt(price: number): void {
    const draft = this.#draft;
    if (draft === undefined) return;
    const { places } = this.#look().prices;
    draft.price = Math.max(10 ** -places, Number(price.toFixed(places)));
    this.refresh();
  }

  #release(): void {
    if (!this.#isDragging) return;
    this.#isDragging = false;
    this.#send();
  }

  /** The line stays where it was put until the answer is there; the order as it stands then says where it belongs. */
  #send(): void {
    const draft = this.#draft;
    if (draft === undefined || draft.isSent) return;
    if (draft.price === draft.level.price) return this.#drop();
    draft.isSent = true;
    void this.#actions.onMove(draft.level, draft.price).finally(() => {
      this.#draft = undefined;
      this.refresh();
    });
  }

  #drop(): void {
    if (this.#draft?.isSent === true) return;
    this.#isDragging = false;
    this.#draft = undefined;
    this.refresh();
  }

  #pressed(event: KeyboardEvent): void {
    const found = this.#tags.at(event.target);
    if (found === undefined || found.isCancel || !isMovable(found.level)) return;
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0 && event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return this.#drop();
    if (event.key === 'Enter') return this.#send();
    if (this.#draft?.isSent === true) return;
    if (this.#draft?.level.id !== found.level.id)
      this.#draft = { level: found.level, price: found.level.price, isSent: false };
    const tick = 10 ** -this.#look().prices.places * (event.shiftKey ? LONG_STEP : 1);
    this.#draftAt(this.#draft.price + direction * tick);
  }
}
