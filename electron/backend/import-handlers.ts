import { readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import type { Handlers, RequestArgs } from '../../shared/ipc/contract.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import type { ImportOptions, ImportSummary } from '../../shared/store/import.ts';
import type { FileToInspect, Importer } from '../store/import/importer.ts';
import type { CatalogueService } from './catalogue-service.ts';
import type { Jobs } from './jobs.ts';

export interface ImportParts {
  readonly importer: Importer;
  readonly jobs: Jobs;
  readonly catalogue: CatalogueService;
  /** Where uploads arrive; without it files come by path only. */
  readonly uploadDir: string | undefined;
}

export function importHandlers({ importer, jobs, catalogue, uploadDir }: ImportParts) {
  return {
    'import.inspect': async ({ files }) => {
      const found = await Promise.all(files.map((file) => located(file, uploadDir)));
      try {
        return await importer.inspect(found.map(({ file }) => file));
      } finally {
        // The importer has copies of its own.
        const folders = found.flatMap(({ folder }) => (folder === undefined ? [] : [folder]));
        await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
      }
    },
    'import.preview': ({ fileId, options }) => importer.preview(fileId, givenOptions(options)),
    'import.commit': ({ files, remember }) => ({
      jobId: jobs.start({
        kind: 'import',
        title: files.length === 1 ? 'Import of 1 file' : `Import of ${files.length} files`,
        run: async (signal, report) => {
          const chosen = files.map(({ fileId, options }) => ({ fileId, options: givenOptions(options) }));
          const summary = await importer.commit(chosen, remember, signal, report);
          if (summary.rowsStored > 0) catalogue.changed();
          return summary;
        },
        summary: (result) => {
          const { rowsStored, files: reports } = result as ImportSummary;
          const refused = reports.filter(({ status }) => status === 'refused').length;
          const tail = refused === 0 ? '' : `, ${refused} of ${reports.length} files refused`;
          return `${rowsStored.toLocaleString('en-US')} rows stored${tail}`;
        },
      }),
    }),
    'import.discard': async ({ fileIds }) => ({ discarded: await importer.discard(fileIds) }),
  } satisfies Partial<Handlers>;
}

/** Where a file is and what a person calls it; `folder` is removed once it was read. */
export async function located(
  file: RequestArgs<'import.inspect'>['files'][number],
  uploadDir: string | undefined,
): Promise<{ readonly file: FileToInspect; readonly folder?: string }> {
  if ('path' in file) return { file };
  if (uploadDir === undefined) throw new AppError('not-allowed', 'Files come by their path in this window.');
  if (!/^[0-9a-f]{32}$/.test(file.upload)) throw unknownUpload(file.upload);
  const folder = join(uploadDir, file.upload);
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const stored = entries.find((entry) => entry.isFile());
  if (stored === undefined) throw unknownUpload(file.upload);
  const path = join(stored.parentPath, stored.name);
  return { file: { path, shownPath: relative(folder, path).split(sep).join('/') }, folder };
}

const unknownUpload = (id: string): AppError =>
  new AppError('not-found', `There is no upload ${id}. It may have been read already: drop the file again.`);

/** Options without the fields that are `undefined`. */
export function givenOptions(options: RequestArgs<'import.preview'>['options']): ImportOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
