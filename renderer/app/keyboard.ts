import { useEffect } from 'react';

import { keysOf, type Command } from '../state/commands-store.ts';
import { useServices } from '../state/services.ts';

const isEditing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]') !== null;

/** A control reached by keyboard keeps Space and Enter; after a click they belong to the view. */
const isOwnKey = (target: EventTarget | null, keys: string): boolean =>
  (keys === 'Space' || keys === 'Enter') &&
  target instanceof HTMLElement &&
  target.matches('button:focus-visible, a:focus-visible, summary');

/** The command that a key press means here, if any. */
function commandOf(commands: readonly Command[], event: KeyboardEvent): Command | undefined {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return undefined;
  const keys = keysOf(event);
  if (isOwnKey(event.target, keys)) return undefined;
  if (isEditing(event.target) && (!keys.startsWith('Ctrl ') || /Left|Right|[AVCXZ]$/.test(keys))) return undefined;
  return commands.find((command) => command.keys === keys && command.isEnabled?.() !== false);
}

/** Performs the command of each key press. */
export function useCommandKeys(): void {
  const store = useServices().commands;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const command = commandOf(store.getState().commands, event);
      if (command === undefined) return;
      event.preventDefault();
      command.perform();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [store]);
}
