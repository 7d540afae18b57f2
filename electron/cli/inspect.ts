import { Command } from 'commander';

import { byteText, count } from '../../shared/lang/number-text.ts';
import { OPTION_FLAGS, type FileInspection } from '../../shared/store/import.ts';
import type { RunCommand } from './command-context.ts';
import { addImportOptions, importOptionsOf } from './import-options.ts';
import { example } from './option-values.ts';
import { textTable, type TextColumn } from './text-table.ts';
import { withImporter } from './with-importer.ts';

export function inspectCommand(run: RunCommand): Command {
  const command = new Command('inspect')
    .description('say what a file holds, why, and what `import` would ask; stores nothing')
    .argument('<files...>')
    .addHelpText('after', example('inspect trades.csv.gz'));
  return addImportOptions(command).action((paths: readonly string[], parsed: Readonly<Record<string, unknown>>) =>
    run((context) =>
      withImporter(context, 'read', async (importer) => {
        const files = await importer.inspectPaths(paths, importOptionsOf(parsed), context.signal, context.progress);
        return {
          json: { files: files.map(toJson) },
          text: () => files.map(toText).join('\n\n'),
          failed: files.some(({ status }) => status === 'refused'),
        };
      }),
    ),
  );
}

function toJson(file: FileInspection): Record<string, unknown> {
  const { path, bytes, sha256, format, rows, columns, guess, evidence, preview, written, status, warnings } = file;
  return {
    ...{ path, bytes, sha256, format, rows, columns, guess, status },
    evidence: evidence.map(({ text }) => text),
    preview: preview.map(({ time, local, symbol, values }) => ({ time, local, symbol, ...values })),
    ...(written === undefined ? {} : { written }),
    problems: problemsOf(file),
    warnings,
  };
}

/** Each with the option that settles it, where one does. */
function problemsOf({ problems }: FileInspection): string[] {
  return problems.map(({ message, option }) =>
    option === undefined ? message : `${message} (${OPTION_FLAGS[option]})`,
  );
}

function toText(file: FileInspection): string {
  const { path, format, rows, bytes, columns, guess, evidence, preview, problems, warnings } = file;
  const guessed = Object.entries(guess).map(
    ([name, value]) => `  ${name}: ${Array.isArray(value) ? value.join(' ') : String(value)}`,
  );
  const example = preview[0] === undefined ? [] : Object.keys(preview[0].values);
  const previewColumns: TextColumn<(typeof preview)[number]>[] = [
    { head: 'time', value: ({ time }) => time },
    { head: 'local', value: ({ local }) => local },
    { head: 'symbol', value: ({ symbol }) => symbol },
    ...example.map((name): TextColumn<(typeof preview)[number]> => {
      return { head: name, value: ({ values }) => values[name], align: 'right' };
    }),
  ];
  if (columns.length === 0) return [`${path}: ${file.status}`, ...problemsOf(file)].join('\n');
  return [
    `${path}: ${format}, ${count(rows)} rows, ${byteText(bytes)}, ${file.status}`,
    ...guessed,
    `Columns: ${columns.map(({ name, meaning }) => (meaning === undefined ? name : `${name} (${meaning})`)).join(', ')}`,
    ...evidence
      .filter(({ text }) => !problems.some(({ message }) => message === text))
      .map(({ text, certain }) => (certain ? `  ${text}` : `? ${text}`)),
    ...(preview.length === 0 ? writtenText(file) : [textTable(previewColumns, preview.slice(0, 5))]),
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...problemsOf(file).map((problem) => `Problem: ${problem}`),
  ].join('\n');
}

/** The first rows as the file has them; what would move a terminal's cursor is left out. */
function writtenText({ columns, written = [] }: FileInspection): string[] {
  const shown = columns.slice(0, 12).map(({ name }, index): TextColumn<readonly string[]> => {
    return { head: name, value: (row) => row[index]?.replaceAll(/\p{Cc}/gu, ' ') };
  });
  return written.length === 0 ? [] : [textTable(shown, written.slice(0, 5))];
}
