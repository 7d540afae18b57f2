import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../../../shared/lang/app-error.ts';
import { parseInterval } from '../../../shared/market/interval.ts';
import { symbolFromPath } from '../../../shared/market/symbol-path.ts';
import type { ImportOptions, ImportReport, ImportSummary } from '../../../shared/store/import.ts';
import type { ReportProgress } from '../../../shared/store/job.ts';
import type { FileToImport, Importer } from '../import/importer.ts';
import { walk } from '../import/walk.ts';

/** Files of one symbol of an older layout. */
export interface OldSymbol {
  readonly symbol: string;
  readonly files: readonly string[];
}

/** Symbols of the older layouts in a data folder (or in its `bars`), in order of name: `bars/SYMBOL.parquet` and `bars/SYMBOL/...`, 1m bars both. What
 * lies in the folders of today's layout (`bars/1m/symbol=...`) is left out. Throws `not-found` where there is none. */
export async function findOldLayout(folder: string): Promise<OldSymbol[]> {
  const dir = resolve(folder);
  const bars = basename(dir) === 'bars' ? dir : join(dir, 'bars');
  const entries = await readdir(bars, { withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError(
      'not-found',
      `${dir} has no folder bars that can be read. Name the data folder of the older version.`,
      {
        cause,
      },
    );
  });
  const found = new Map<string, string[]>();
  const add = (name: string, path: string): void => {
    const symbol = symbolFromPath(name) ?? name;
    found.set(symbol, [...(found.get(symbol) ?? []), path]);
  };
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(bars, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isFile() && /\.parquet$/i.test(entry.name)) add(entry.name.slice(0, -'.parquet'.length), path);
    if (entry.isDirectory() && !(await isToday(entry.name, path))) {
      for await (const file of walk(path)) add(entry.name, file);
    }
  }
  if (found.size === 0) {
    const message = `${bars} holds neither SYMBOL.parquet nor SYMBOL/... of an older layout. Nothing was migrated.`;
    throw new AppError('not-found', message);
  }
  return Array.from(found, ([symbol, files]) => ({ symbol, files })).sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

/** True for a folder of today's layout, `bars/1m` with folders `symbol=...` in it. */
async function isToday(name: string, path: string): Promise<boolean> {
  return parseInterval(name) !== undefined && (await readdir(path)).every((inner) => /^(symbol=|\.)/.test(inner));
}

export interface MigrateOptions {
  /** Reports what would be stored, and stores nothing. */
  readonly isDryRun: boolean;
  /** Answers as of an import; `symbol` is the path's unless a column of the file names it, `interval` is 1m. */
  readonly answers: ImportOptions;
  readonly signal?: AbortSignal;
  readonly progress?: ReportProgress;
}

/** Imports what the older layouts hold; the older files stay as they are. Files are stored whole or not at all, and those that are stored already are
 * `unchanged`: a migration that was cut off goes on where it stood when it is run again. */
export async function migrateFolder(
  importer: Importer,
  folder: string,
  { isDryRun, answers, signal, progress }: MigrateOptions,
): Promise<ImportSummary> {
  const options: ImportOptions = { kind: 'bars', interval: '1m', ...answers };
  const symbols = (await findOldLayout(folder)).map(({ symbol, files }) =>
    files.map((path): FileToImport => ({ path, options, pathSymbol: symbol })),
  );
  const total = symbols.flat().length;
  const reports: ImportReport[] = [];
  // A dry run goes symbol by symbol, so that files of one meet one another without all lying in staging at once.
  for (const files of isDryRun ? symbols : [symbols.flat()]) {
    const done = reports.length;
    const summary = await importer.importFiles(files, isDryRun, signal, (share, detail) =>
      progress?.((done + (share ?? 0) * files.length) / total, detail),
    );
    reports.push(...summary.files);
  }
  return { files: reports, rowsStored: reports.reduce((sum, { rowsStored }) => sum + rowsStored, 0) };
}
