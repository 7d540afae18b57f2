import { createStore, type StoreApi } from 'zustand/vanilla';

import type { BackendClient } from '../../../shared/ipc/client.ts';
import type { RequestArgs } from '../../../shared/ipc/contract.ts';
import { toErrorShape } from '../../../shared/lang/app-error.ts';
import type { FileInspection, ImportOptions } from '../../../shared/store/import.ts';
import type { NoticesStore } from '../../state/notices-store.ts';

/** A file as the backend is told of it: by its path, or by what sending it up answered. */
export type FileRef = RequestArgs<'import.inspect'>['files'][number];

/** One file of the dialog: being read, read, or not readable at all. */
export interface ImportEntry {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly inspection?: FileInspection;
  /** Why the file could not be read or sent. */
  readonly failure?: string;
  /** What the user set; the rest is guessed. */
  readonly corrections: ImportOptions;
  /** A correction is being worked out. */
  readonly isUpdating: boolean;
}

export interface ImportState {
  readonly isOpen: boolean;
  readonly entries: readonly ImportEntry[];
  readonly selectedKey: string | undefined;
  readonly remember: boolean;
  readonly isCommitting: boolean;
  /** Why the import could not be started. */
  readonly failure: string | undefined;
  open(): void;
  /** Opens the dialog and reads the files, in order, a few at a time. */
  add(files: readonly File[]): Promise<void>;
  select(key: string): void;
  setRemember(remember: boolean): void;
  /** Changes guesses of one file; its preview follows. */
  correct(key: string, patch: ImportOptions): Promise<void>;
  /** Imports every file that is ready; the dialog closes once the job runs. */
  commit(): Promise<void>;
  /** Closes the dialog; nothing is stored. */
  cancel(): void;
}

export type ImportStore = StoreApi<ImportState>;

/** Files sent and read at the same time. */
const READERS = 3;

export const isReady = ({ inspection, isUpdating }: ImportEntry): boolean =>
  inspection?.status === 'ready' && !isUpdating;

/** The dialog between dropping files and storing them. `toRefs` sends files up, or names their paths. */
export function createImportStore(
  client: BackendClient,
  notices: NoticesStore,
  toRefs: (files: readonly File[]) => Promise<FileRef[]>,
): ImportStore {
  let nextKey = 1;
  /** Counts openings: answers to an earlier one are dropped. */
  let opening = 0;
  const corrections = new Map<string, number>();

  return createStore<ImportState>()((set, get) => {
    const discard = (fileIds: readonly string[]): void => {
      if (fileIds.length === 0) return;
      client
        .request('import.discard', { fileIds: [...fileIds] })
        .catch((error: unknown) => notices.getState().showError(error));
    };
    const replace = (key: string, by: readonly ImportEntry[]): void => {
      const entries = get().entries.flatMap((entry) => (entry.key === key ? by : [entry]));
      const { selectedKey } = get();
      const next = selectedKey === key ? by[0]?.key : selectedKey;
      const isThere = entries.some((entry) => entry.key === next);
      set({ entries, selectedKey: isThere ? next : entries[0]?.key });
    };
    const change = (key: string, patch: Partial<ImportEntry>): void => {
      set({ entries: get().entries.map((entry) => (entry.key === key ? { ...entry, ...patch } : entry)) });
    };
    const close = (): void => {
      opening += 1;
      set({ isOpen: false, entries: [], selectedKey: undefined, isCommitting: false, failure: undefined });
    };

    const read = async (entry: ImportEntry, file: File): Promise<void> => {
      const turn = opening;
      try {
        const inspections = await client.request('import.inspect', { files: await toRefs([file]) });
        if (turn !== opening) {
          discard(idsOf(inspections));
          return;
        }
        const known = new Set(
          get().entries.map(({ inspection }) => inspection && `${inspection.sha256} ${inspection.name}`),
        );
        const fresh = inspections.filter((inspection) => !known.has(`${inspection.sha256} ${inspection.name}`));
        discard(idsOf(inspections.filter((inspection) => !fresh.includes(inspection))));
        replace(
          entry.key,
          inspections.length === 0 ? [{ ...entry, failure: `${entry.name} holds no file.` }] : fresh.map(toEntry),
        );
      } catch (error) {
        if (turn === opening) change(entry.key, { failure: toErrorShape(error).message });
      }
    };
    const toEntry = (inspection: FileInspection): ImportEntry => ({
      key: String(nextKey++),
      name: inspection.name,
      bytes: inspection.bytes,
      inspection,
      corrections: {},
      isUpdating: false,
    });

    return {
      isOpen: false,
      entries: [],
      selectedKey: undefined,
      remember: true,
      isCommitting: false,
      failure: undefined,
      open: () => set({ isOpen: true }),
      add: async (files) => {
        const added = files.map((file): ImportEntry => {
          return { key: String(nextKey++), name: file.name, bytes: file.size, corrections: {}, isUpdating: false };
        });
        set({ isOpen: true, entries: [...get().entries, ...added], selectedKey: get().selectedKey ?? added[0]?.key });
        const waiting = files.entries();
        const work = async (): Promise<void> => {
          for (const [index, file] of waiting) {
            const entry = added[index];
            if (entry !== undefined && get().entries.includes(entry)) await read(entry, file);
          }
        };
        await Promise.all(Array.from({ length: READERS }, work));
      },
      select: (selectedKey) => set({ selectedKey }),
      setRemember: (remember) => set({ remember }),
      correct: async (key, patch) => {
        const entry = get().entries.find((candidate) => candidate.key === key);
        const fileId = entry?.inspection?.fileId;
        if (entry === undefined || fileId === undefined) return;
        const options: ImportOptions = {
          ...entry.corrections,
          ...patch,
          ...(patch.map === undefined ? {} : { map: { ...entry.corrections.map, ...patch.map } }),
        };
        const turn = (corrections.get(key) ?? 0) + 1;
        corrections.set(key, turn);
        change(key, { corrections: options, isUpdating: true });
        try {
          const inspection = await client.request('import.preview', {
            fileId,
            options: options,
          });
          if (corrections.get(key) === turn) change(key, { inspection, isUpdating: false });
        } catch (error) {
          if (corrections.get(key) !== turn) return;
          change(key, { corrections: entry.corrections, isUpdating: false });
          set({ failure: toErrorShape(error).message });
        }
      },
      commit: async () => {
        const { entries, remember } = get();
        const files = entries
          .filter(isReady)
          .flatMap(({ inspection, corrections: options }) =>
            inspection?.fileId === undefined
              ? []
              : [{ fileId: inspection.fileId, options: options as Record<string, never> }],
          );
        if (files.length === 0) return;
        set({ isCommitting: true, failure: undefined });
        try {
          await client.request('import.commit', { files, remember });
          const taken = new Set(files.map(({ fileId }) => fileId));
          discard(idsOf(entries.flatMap(({ inspection }) => inspection ?? [])).filter((id) => !taken.has(id)));
          close();
        } catch (error) {
          set({ isCommitting: false, failure: toErrorShape(error).message });
        }
      },
      cancel: () => {
        discard(idsOf(get().entries.flatMap(({ inspection }) => inspection ?? [])));
        close();
      },
    };
  });
}

const idsOf = (inspections: readonly FileInspection[]): string[] => inspections.flatMap(({ fileId }) => fileId ?? []);
