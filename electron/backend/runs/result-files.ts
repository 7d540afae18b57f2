import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { csvOf, tablesOf } from '../../results/result-csv.ts';
import type { ResultDocument } from '../../results/result-document.ts';

export const TABLE_FORMATS = ['csv', 'parquet'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** Writes a result's tables into a folder, one file a table in each of the formats. */
export async function writeTables(
  document: ResultDocument,
  formats: readonly TableFormat[],
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tables = tablesOf(document);
  const pathOf = (name: string, format: TableFormat): string => join(folder, `${name}.${format}`);
  for (const table of tables) await writeFile(pathOf(table.name, 'csv'), csvOf(table));
  if (formats.includes('parquet')) {
    const { csvToParquet } = await import('../../store/table-file.ts');
    await csvToParquet(
      tables.map(({ name, types }) => ({ csv: pathOf(name, 'csv'), parquet: pathOf(name, 'parquet'), types })),
    );
  }
  if (!formats.includes('csv')) await Promise.all(tables.map(({ name }) => rm(pathOf(name, 'csv'))));
}

/** Writes a stored result where a person asked for it: HTML and JSON are one file, CSV and Parquet a folder of tables. It is there whole or
 * not at all; `path` must be free. */
export async function writeExport(
  result: { readonly document: ResultDocument; readonly text: string; readonly sha256: string },
  format: 'html' | 'json' | TableFormat,
  path: string,
): Promise<void> {
  const { document, text, sha256 } = result;
  const draft = `${path}.new`;
  await mkdir(dirname(path), { recursive: true });
  try {
    if (format === 'json') await writeFile(draft, text);
    else if (format === 'html') {
      const { reportHtml } = await import('../../results/report-html.ts');
      await writeFile(draft, reportHtml(document, sha256));
    } else await writeTables(document, [format], draft);
    await rename(draft, path);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
