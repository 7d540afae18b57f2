import './command-palette.css';
import { Command as Palette } from 'cmdk';
import { useEffect, useRef, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { Command } from '../state/commands-store.ts';
import { useServices } from '../state/services.ts';

/** Every command by name, with its key. */
export function CommandPalette({ onClose }: { onClose: () => void }): ReactElement {
  const commands = useStore(useServices().commands, (state) => state.commands);
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog !== null && !dialog.open) dialog.showModal();
    dialog?.querySelector('input')?.focus();
    return () => dialog?.close();
  }, []);
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <dialog
      ref={ref}
      className="palette"
      aria-label="Command palette"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <Palette label="Commands" loop>
        <Palette.Input placeholder="What to do" />
        <Palette.List label="Commands">
          <Palette.Empty>No command has that name.</Palette.Empty>
          {groups.map((group) => (
            <Palette.Group key={group} heading={group}>
              {commands
                .filter((command) => command.group === group && command.id !== 'palette.open')
                .map((command) => (
                  <PaletteItem key={command.id} command={command} onDone={onClose} />
                ))}
            </Palette.Group>
          ))}
        </Palette.List>
      </Palette>
    </dialog>
  );
}

function PaletteItem({ command, onDone }: { command: Command; onDone: () => void }): ReactElement {
  return (
    <Palette.Item
      value={`${command.group} ${command.title}`}
      disabled={command.isEnabled?.() === false}
      onSelect={() => {
        onDone();
        command.perform();
      }}
    >
      <span className="grow ell">{command.title}</span>
      {command.keys === undefined ? undefined : <span className="kbd">{command.keys}</span>}
    </Palette.Item>
  );
}
