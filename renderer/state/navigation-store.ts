import { createStore, type StoreApi } from 'zustand/vanilla';

export const VIEWS = ['library', 'replay', 'results', 'strategies', 'settings'] as const;
export type View = (typeof VIEWS)[number];

export interface Navigation {
  readonly view: View;
  go(view: View): void;
}

export type NavigationStore = StoreApi<Navigation>;

/** The part of the window that holds the address: `location` and its `hashchange`. */
export interface AddressBar {
  get(): string;
  set(hash: string): void;
  onChange(listener: () => void): void;
}

/** `#/replay` names a view; anything else is the Library. */
export function viewOfHash(hash: string): View {
  const name = hash.replace(/^#\/?/, '').split(/[/?]/)[0];
  return VIEWS.find((view) => view === name) ?? 'library';
}

/** Which view is open. It lives in the address, so that a reload returns to it and the browser's Back works. */
export function createNavigationStore(address: AddressBar): NavigationStore {
  return createStore<Navigation>()((set, get) => {
    address.onChange(() => set({ view: viewOfHash(address.get()) }));
    return {
      view: viewOfHash(address.get()),
      go: (view) => {
        if (view === get().view) return;
        address.set(`#/${view}`);
        set({ view });
      },
    };
  });
}
