import { createStore, type StoreApi } from 'zustand/vanilla';

/** What a user can do, as a value: the menu, the palette, buttons and keys share it. */
export interface Command {
  /** `replay.play`; stable and unique. */
  readonly id: string;
  /** As the palette shows it: `Play or pause`. */
  readonly title: string;
  /** Its place in the palette: `Replay`. */
  readonly group: string;
  /** As the key map writes it: `Ctrl I`, `Shift Left`, `Space`, `[`, `F6`. `Ctrl` is also Command on macOS. */
  readonly keys?: string;
  /** Absent: always. */
  readonly isEnabled?: () => boolean;
  readonly perform: () => void;
}

export interface Commands {
  readonly commands: readonly Command[];
  /** Adds commands; one with an id that is there replaces it. Returns what takes them away again. */
  register(commands: readonly Command[]): () => void;
  /** Performs the command if it is there and enabled; says whether it did. */
  run(id: string): boolean;
}

export type CommandsStore = StoreApi<Commands>;

export function createCommandsStore(): CommandsStore {
  return createStore<Commands>()((set, get) => ({
    commands: [],
    register: (added) => {
      const ids = new Set(added.map((command) => command.id));
      set({ commands: [...get().commands.filter((command) => !ids.has(command.id)), ...added] });
      return () => set({ commands: get().commands.filter((command) => !added.includes(command)) });
    },
    run: (id) => {
      const command = get().commands.find((candidate) => candidate.id === id);
      if (command === undefined || command.isEnabled?.() === false) return false;
      command.perform();
      return true;
    },
  }));
}

/** The parts of a KeyboardEvent that decide which command it means. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
};

/** Text of a key press in the form of {@link Command.keys}. */
export function keysOf(press: KeyPress): string {
  const name = NAMES[press.key] ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key);
  const isSign = press.key.length === 1 && press.key.toUpperCase() === press.key.toLowerCase() && press.key !== ' ';
  const parts = [
    press.ctrlKey || press.metaKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey && !isSign ? 'Shift' : '',
    name,
  ];
  return parts.filter(Boolean).join(' ');
}
