import './tooltip.css';
import { useEffect, useLayoutEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';

/** Attributes that give an element a tooltip; {@link TooltipHost} shows it. Keys are also told to assistive software. */
export function tipProps(text: string | undefined, keys?: string): Record<string, string> {
  const props: Record<string, string> = {};
  if (text !== undefined) props['data-tip'] = text;
  if (keys !== undefined) {
    props['data-tip-keys'] = keys;
    props['aria-keyshortcuts'] = ariaKeys(keys);
  }
  return props;
}

function ariaKeys(keys: string): string {
  return keys
    .replace('Ctrl', 'Control')
    .replace('Left', 'ArrowLeft')
    .replace('Right', 'ArrowRight')
    .split(' ')
    .join('+');
}

interface Shown {
  readonly text: string;
  readonly keys: string | undefined;
  readonly anchor: DOMRect;
}

/** One for the whole window: shows the tooltip of whatever is hovered or focused by keyboard, after the delay of the tokens. */
export function TooltipHost(): ReactElement {
  const [shown, setShown] = useState<Shown>();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = (): void => {
      clearTimeout(timer);
      setShown(undefined);
    };
    const offer = (event: Event): void => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : undefined;
      clearTimeout(timer);
      if (target === null || target === undefined) {
        setShown(undefined);
        return;
      }
      const text = target.dataset['tip'] || target.textContent;
      timer = setTimeout(() => {
        setShown({ text, keys: target.dataset['tipKeys'], anchor: target.getBoundingClientRect() });
      }, 400);
    };
    const offerFocus = (event: FocusEvent): void => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) offer(event);
    };
    document.addEventListener('pointerover', offer);
    document.addEventListener('focusin', offerFocus);
    for (const name of ['pointerdown', 'keydown', 'focusout', 'wheel'] as const)
      document.addEventListener(name, hide, { passive: true });
    return () => {
      hide();
      document.removeEventListener('pointerover', offer);
      document.removeEventListener('focusin', offerFocus);
      for (const name of ['pointerdown', 'keydown', 'focusout', 'wheel'] as const)
        document.removeEventListener(name, hide);
    };
  }, []);

  if (shown === undefined) return <></>;
  return (
    <FloatingTip x={shown.anchor.left} y={shown.anchor.bottom + 6} flipY={shown.anchor.top - 6}>
      {shown.text}
      {shown.keys === undefined ? undefined : <span className="kbd">{shown.keys}</span>}
    </FloatingTip>
  );
}

export interface FloatingTipProps {
  /** Client coordinates of the upper left corner. */
  readonly x: number;
  readonly y: number;
  /** Lower edge to use where there is no room below. */
  readonly flipY?: number;
  /** Right edge to use where there is no room to the right. */
  readonly flipX?: number;
  readonly children: ReactNode;
}

/** A box above everything, modal dialogs included, kept inside the window. It takes no pointer. */
export function FloatingTip({ x, y, flipX, flipY, children }: FloatingTipProps): ReactElement {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return;
    if (!box.matches(':popover-open')) box.showPopover();
    const { width, height } = box.getBoundingClientRect();
    const fitsRight = x + width <= window.innerWidth - 8;
    const fitsBelow = y + height <= window.innerHeight - 8;
    const left = fitsRight ? x : (flipX ?? window.innerWidth - 8) - width;
    const top = fitsBelow ? y : (flipY ?? window.innerHeight - 8) - height;
    box.style.left = `${Math.max(8, left)}px`;
    box.style.top = `${Math.max(8, top)}px`;
  });
  return (
    <div ref={ref} popover="manual" className="tip" role="tooltip">
      {children}
    </div>
  );
}
