import { createStore, type StoreApi } from 'zustand/vanilla';

import type { FileRef } from '../import/import-store.ts';

/** What is done to the store as a whole or to ranges of it; each asks first. */
export type Operation = 'delete' | 'retention' | 'compact' | 'backup' | 'restore' | 'migrate';

export interface OperationsState {
  /** Whose dialog is open. */
  readonly open: Operation | undefined;
  /** What was dropped on the window: the backup that Restore begins with, the folder that Migrate does. */
  readonly file: File | undefined;
  show(operation: Operation, file?: File): void;
  close(): void;
  toRefs(files: readonly File[]): Promise<FileRef[]>;
  /** Absent where the host does not tell paths. */
  readonly pathOf: ((file: File) => string) | undefined;
}

export type OperationsStore = StoreApi<OperationsState>;

export function createOperationsStore(
  toRefs: (files: readonly File[]) => Promise<FileRef[]>,
  pathOf: ((file: File) => string) | undefined,
): OperationsStore {
  return createStore<OperationsState>()((set) => ({
    open: undefined,
    file: undefined,
    show: (open, file) => set({ open, file }),
    close: () => set({ open: undefined, file: undefined }),
    toRefs,
    pathOf,
  }));
}

/** True for what `Back up` writes: one such file dropped on the window is to be restored, not imported. */
export function isBackup(files: readonly File[]): boolean {
  return files.length === 1 && /\.tar$/i.test(files[0]?.name ?? '');
}
