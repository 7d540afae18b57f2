import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Breakpoint } from '../../shared/session/breakpoint.ts';

export interface BreakpointEntry {
  readonly breakpoint: Breakpoint;
  /** One that is off stays in the list and is not met. */
  readonly isOn: boolean;
}

export interface BreakpointsState {
  readonly entries: readonly BreakpointEntry[];
  add(breakpoint: Breakpoint): void;
  remove(id: string): void;
  turn(id: string, isOn: boolean): void;
}

export type BreakpointsStore = StoreApi<BreakpointsState>;

/** The breakpoints of the open run. `send` hands the backend those that are on, whenever they change; `known` are those it has. */
export function createBreakpointsStore(
  known: readonly Breakpoint[],
  send: (breakpoints: readonly Breakpoint[]) => void,
): BreakpointsStore {
  return createStore<BreakpointsState>()((set, get) => {
    const keep = (entries: readonly BreakpointEntry[]): void => {
      set({ entries });
      send(entries.filter(({ isOn }) => isOn).map(({ breakpoint }) => breakpoint));
    };
    return {
      entries: known.map((breakpoint) => ({ breakpoint, isOn: true })),
      add: (breakpoint) => {
        const { entries } = get();
        const same = entries.find((entry) => labelOf(entry.breakpoint) === labelOf(breakpoint));
        if (same === undefined) keep([...entries, { breakpoint, isOn: true }]);
        else if (!same.isOn) get().turn(same.breakpoint.id, true);
      },
      remove: (id) => keep(get().entries.filter(({ breakpoint }) => breakpoint.id !== id)),
      turn: (id, isOn) => keep(get().entries.map((entry) => (entry.breakpoint.id === id ? { ...entry, isOn } : entry))),
    };
  });
}

/** `SPY crosses 145`, `10:00 each session`, `gap of SPY`, `any gap`, `a fill`. */
export function labelOf(breakpoint: Breakpoint): string {
  switch (breakpoint.type) {
    case 'price':
      return `${breakpoint.symbol} crosses ${breakpoint.price}`;
    case 'time':
      return `${breakpoint.time} each session`;
    case 'gap':
      return breakpoint.symbol === undefined ? 'any gap' : `gap of ${breakpoint.symbol}`;
    case 'fill':
      return 'a fill';
  }
}
