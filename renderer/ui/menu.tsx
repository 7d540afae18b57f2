import './menu.css';
import { useId, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';

import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

const ITEMS = '[role=menu] > button:not(:disabled)';

export interface MenuItem {
  readonly label: string;
  readonly keys?: string | undefined;
  readonly isEnabled: boolean;
  /** Makes it a choice that is on or off. */
  readonly isChecked?: boolean;
  readonly perform: () => void;
}

export interface MenuProps {
  readonly label: string;
  readonly icon: IconName;
  /** A small button without text, for the header of a panel. */
  readonly isIconOnly?: boolean;
  readonly isPressed?: boolean;
  /** Of the command that the button stands for. */
  readonly keys?: string;
  /** Asked each time the list opens. */
  readonly items: () => readonly MenuItem[];
  /** Beneath the list: a form that adds to it. */
  readonly foot?: ReactNode;
}

/** A button that opens a list of actions beneath it. Arrow keys walk the list, Esc closes it. */
export function Menu({ label, icon, isIconOnly, isPressed, keys, items, foot }: MenuProps): ReactElement {
  const [, setTurn] = useState(0);
  const id = useId();
  const button = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const place = (isOpen: boolean): void => {
    setTurn((turn) => turn + 1);
    const anchor = button.current?.getBoundingClientRect();
    if (!isOpen || anchor === undefined || list.current === null) return;
    const left = Math.min(anchor.left, window.innerWidth - list.current.offsetWidth - 8);
    list.current.style.left = `${Math.max(8, left)}px`;
    list.current.style.top = `${anchor.bottom + 4}px`;
    list.current.querySelector<HTMLElement>(ITEMS)?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const all = [...(list.current?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];
    const at = all.findIndex((item) => item === document.activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  };
  return (
    <>
      <span ref={button} className="menubutton">
        {isIconOnly === true ? (
          <Button
            variant="ghost"
            size="s"
            icon={icon}
            aria-label={label}
            aria-haspopup="menu"
            aria-pressed={isPressed}
            keys={keys}
            popoverTarget={id}
          />
        ) : (
          <Button variant="ghost" icon={icon} keys={keys} aria-haspopup="menu" popoverTarget={id}>
            {label}
          </Button>
        )}
      </span>
      <div ref={list} id={id} popover="auto" className="menu" onToggle={(event) => place(event.newState === 'open')}>
        <div role="menu" aria-label={label} onKeyDown={press}>
          {items().map((item) => (
            <button
              key={item.label}
              type="button"
              role={item.isChecked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked={item.isChecked}
              disabled={!item.isEnabled}
              onClick={() => {
                list.current?.hidePopover();
                item.perform();
              }}
            >
              {item.isChecked === undefined ? undefined : (
                <span className="tick">{item.isChecked ? <Icon name="check" small /> : undefined}</span>
              )}
              <span className="grow">{item.label}</span>
              {item.keys === undefined ? undefined : <span className="kbd">{item.keys}</span>}
            </button>
          ))}
        </div>
        {foot}
      </div>
    </>
  );
}
