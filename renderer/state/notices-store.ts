import { createStore, type StoreApi } from 'zustand/vanilla';

import { toErrorShape } from '../../shared/lang/app-error.ts';

export interface Notice {
  readonly id: number;
  /** `bad` is an alert and stays until dismissed. */
  readonly tone: 'bad' | 'ok' | 'info';
  readonly text: string;
}

export interface Notices {
  readonly notices: readonly Notice[];
  show(tone: Notice['tone'], text: string): void;
  /** Shows what a failed request said; a cancellation is not a failure. */
  showError(error: unknown): void;
  dismiss(id: number): void;
  /** Leaves only failures. */
  dismissPassing(): void;
}

export const isPassing = ({ tone }: Notice): boolean => tone !== 'bad';

export type NoticesStore = StoreApi<Notices>;

const MAX_NOTICES = 5;

/** Lines at the lower right of the view. The same text twice is one line. */
export function createNoticesStore(): NoticesStore {
  let nextId = 1;
  return createStore<Notices>()((set, get) => ({
    notices: [],
    show: (tone, text) => {
      const others = get().notices.filter((notice) => notice.text !== text);
      set({ notices: [...others, { id: nextId++, tone, text }].slice(-MAX_NOTICES) });
    },
    showError: (error) => {
      const { code, message } = toErrorShape(error);
      if (code !== 'cancelled') get().show('bad', message);
    },
    dismissPassing: () => set({ notices: get().notices.filter((notice) => !isPassing(notice)) }),
    dismiss: (id) => set({ notices: get().notices.filter((notice) => notice.id !== id) }),
  }));
}
