import './menu.css';
import { useId, useRef, type KeyboardEvent, type ReactElement } from 'react';

import { Button } from './button.tsx';
import type { IconName } from './icon.tsx';

export interface MenuItem {
  readonly label: string;
  readonly keys?: string | undefined;
  readonly isEnabled: boolean;
  readonly perform: () => void;
}

export interface MenuProps {
  readonly label: string;
  readonly icon: IconName;
  readonly items: () => readonly MenuItem[];
  /** Opens or closes it again; told to the caller so that `items` is asked anew. */
  readonly onToggle: () => void;
}

/** A button that opens a list of actions beneath it. Arrow keys walk the list, Esc closes it. */
export function Menu({ label, icon, items, onToggle }: MenuProps): ReactElement {
  const id = useId();
  const button = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const place = (isOpen: boolean): void => {
    onToggle();
    const anchor = button.current?.getBoundingClientRect();
    if (!isOpen || anchor === undefined || list.current === null) return;
    const left = Math.min(anchor.left, window.innerWidth - list.current.offsetWidth - 8);
    list.current.style.left = `${Math.max(8, left)}px`;
    list.current.style.top = `${anchor.bottom + 4}px`;
    list.current.querySelector<HTMLElement>('[role=menuitem]:not(:disabled)')?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)') ?? [])];
    const at = all.findIndex((item) => item === document.activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  };
  return (
    <>
      <span ref={button} className="menubutton">
        <Button variant="ghost" icon={icon} aria-haspopup="menu" popoverTarget={id}>
          {label}
        </Button>
      </span>
      <div
        ref={list}
        id={id}
        popover="auto"
        className="menu"
        role="menu"
        aria-label={label}
        onToggle={(event) => place(event.newState === 'open')}
        onKeyDown={press}
      >
        {items().map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            disabled={!item.isEnabled}
            onClick={() => {
              list.current?.hidePopover();
              item.perform();
            }}
          >
            <span className="grow">{item.label}</span>
            {item.keys === undefined ? undefined : <span className="kbd">{item.keys}</span>}
          </button>
        ))}
      </div>
    </>
  );
}
