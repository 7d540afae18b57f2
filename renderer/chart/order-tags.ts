import { isMovable, type OrderLevel } from './price-levels.ts';

/** Pixels that a tag takes, and that it keeps from the pane's edges. */
const HEIGHT = 18;

export interface TagText {
  readonly text: string;
  readonly price: number;
  /** The price as shown. */
  readonly priceText: string;
}

interface Tag {
  readonly element: HTMLElement;
  readonly label: HTMLElement;
  level: OrderLevel;
  price: number;
  y: number | undefined;
}

/** A label for each price of a working or planned order, at the right of the chart: a slider to the keyboard and to screen readers, with a button that cancels the
 * order. Written straight to the page: they move with every frame. */
export class OrderTags {
  readonly #host: HTMLElement;
  readonly #tags = new Map<string, Tag>();

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** The level whose tag holds an element, and whether the element is its cancel button. */
  at(target: EventTarget | null): { readonly level: OrderLevel; readonly isCancel: boolean } | undefined {
    if (!(target instanceof Element)) return undefined;
    const tag = this.#tags.get(target.closest<HTMLElement>('[data-level]')?.dataset['level'] ?? '');
    return tag === undefined ? undefined : { level: tag.level, isCancel: target.closest('button') !== null };
  }

  sync(levels: readonly OrderLevel[], textOf: (level: OrderLevel) => TagText): void {
    const ids = new Set(levels.map(({ id }) => id));
    for (const [id, { element }] of this.#tags) {
      if (ids.has(id)) continue;
      element.remove();
      this.#tags.delete(id);
    }
    for (const level of levels) {
      const tag = this.#tags.get(level.id) ?? this.#make(level);
      tag.level = level;
      write(tag, textOf(level));
    }
  }

  /** Puts tags beside their lines, clear of one another; those out of sight are hidden. */
  place(yOf: (price: number) => number | undefined, paneHeight: number): void {
    let free = Number.NEGATIVE_INFINITY;
    const placed = [...this.#tags.values()].map((tag) => ({ tag, at: yOf(tag.price) ?? Number.NaN }));
    for (const { tag, at } of placed.sort((a, b) => a.at - b.at)) {
      const isShown = at >= 0 && at <= paneHeight;
      const y = isShown ? Math.round(Math.max(free, at - HEIGHT / 2)) : undefined;
      if (y !== undefined) free = y + HEIGHT;
      if (y === tag.y) continue;
      tag.y = y;
      tag.element.hidden = y === undefined;
      if (y !== undefined) tag.element.style.transform = `translateY(${y}px)`;
    }
  }

  #make(level: OrderLevel): Tag {
    const element = document.createElement('div');
    const label = document.createElement('span');
    const cancel = document.createElement('button');
    const { order, field, role, isPlanned } = level;
    element.className = `order-tag ${order.side}`;
    element.dataset['level'] = level.id;
    label.tabIndex = 0;
    label.setAttribute('role', 'slider');
    label.setAttribute('aria-orientation', 'vertical');
    label.setAttribute('aria-label', `Order ${order.id} ${isPlanned ? `planned ${role}` : field}`);
    if (!isMovable(level)) label.setAttribute('aria-readonly', 'true');
    cancel.type = 'button';
    cancel.textContent = '×';
    cancel.title = 'Cancel the order';
    cancel.setAttribute('aria-label', `Cancel order ${order.id}`);
    element.append(label, ...(isPlanned ? [] : [cancel]));
    element.hidden = true;
    this.#host.append(element);
    const tag: Tag = { element, label, level, price: level.price, y: undefined };
    this.#tags.set(level.id, tag);
    return tag;
  }
}

function write(tag: Tag, { text, price, priceText }: TagText): void {
  const { element, label, level } = tag;
  element.classList.toggle('waiting', level.order.status === 'waiting');
  if (tag.price === price && label.textContent === text) return;
  tag.price = price;
  label.textContent = text;
  label.setAttribute('aria-valuenow', String(price));
  label.setAttribute('aria-valuetext', `${text} (${priceText})`);
}
