import { AppError } from '../../../shared/lang/app-error.ts';
import {
  OPTION_FLAGS,
  type FileInspection,
  type ImportOptions,
  type ImportReport,
} from '../../../shared/store/import.ts';
import type { CommitResult } from '../normalised.ts';
import type { ConvertedFile } from './foreign-session.ts';
import type { FileIdentity } from './inspect.ts';

const NOTHING = { rowsRead: 0, rowsStored: 0, duplicates: 0, replaced: 0, rejected: 0, rejections: [] } as const;

/** `result` counts repeats inside the file and repeats of stored rows together. */
export function storedReport(file: ConvertedFile, result: CommitResult): ImportReport {
  const { guess } = file;
  return {
    path: file.path,
    sha256: file.sha256,
    status: result.status,
    ...(guess.kind === undefined ? {} : { kind: guess.kind }),
    symbols: guess.symbols,
    ...(guess.interval === undefined ? {} : { interval: guess.interval }),
    ...(guess.sampled === undefined ? {} : { sampled: guess.sampled }),
    rowsRead: file.rowsRead,
    rowsStored: result.rowsStored,
    duplicates: result.duplicates,
    replaced: result.replaced,
    rejected: file.rejections.reduce((sum, { rows }) => sum + rows, 0),
    rejections: file.rejections,
  };
}

/** A file that was left out: `option` is the flag that settles it. */
export function refusedReport(path: string, sha256: string, error: unknown): ImportReport {
  const details = error instanceof AppError ? error.details : undefined;
  const option = details?.['option'] as keyof ImportOptions | undefined;
  const rejections = (details?.['rejections'] ?? []) as ImportReport['rejections'];
  return {
    path,
    sha256,
    status: 'refused',
    reason: error instanceof Error ? error.message : String(error),
    ...(option === undefined ? {} : { option: OPTION_FLAGS[option] }),
    ...NOTHING,
    rowsRead: Number(details?.['rowsRead'] ?? 0),
    rejected: rejections.reduce((sum, { rows }) => sum + rows, 0),
    rejections,
  };
}

/** A file that cannot even be opened, as the dialog shows it. */
export function refusedInspection(identity: FileIdentity, error: unknown): FileInspection {
  const option = error instanceof AppError ? (error.details?.['option'] as keyof ImportOptions | undefined) : undefined;
  return {
    ...identity,
    format: 'unknown',
    rows: 0,
    columns: [],
    guess: { symbols: [] },
    evidence: [],
    preview: [],
    problems: [
      { message: error instanceof Error ? error.message : String(error), ...(option === undefined ? {} : { option }) },
    ],
    warnings: [],
    status: option === undefined ? 'refused' : 'question',
    zones: [],
  };
}
