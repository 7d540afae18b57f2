import { createStore, type StoreApi } from 'zustand/vanilla';

import type { FileRef } from '../import/import-store.ts';

/** What is done to the store as a whole or to ranges of it; each asks first. */
export type Operation = 'delete' | 'retention' | 'compact' | 'backup' | 'restore' | 'migrate';

export interface OperationsState {
  /** Whose dialog is open. */
  readonly open: Operation | undefined;
  /** The backup that Restore begins with, where it was dropped on the window. */
  readonly file: File | undefined;
  show(operation: Operation, file?: File): void;
  close(): void;
  toRefs(files: readonly File[]): Promise<FileRef[]>;
}

export type OperationsStore = StoreApi<OperationsState>;

export function createOperationsStore(toRefs: (files: readonly File[]) => Promise<FileRef[]>): OperationsStore {
  return createStore<OperationsState>()((set) => ({
    open: undefined,
    file: undefined,
    show: (open, file) => set({ open, file }),
    close: () => set({ open: undefined, file: undefined }),
    toRefs,
  }));
}

/** True for what `Back up` writes: one such file dropped on the window is to be restored, not imported. */
export function isBackup(files: readonly File[]): boolean {
  return files.length === 1 && /\.tar$/i.test(files[0]?.name ?? '');
}
