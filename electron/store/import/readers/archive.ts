import { AppError } from '../../../../shared/lang/app-error.ts';
import type { ImportOptions } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import { factsOfPath } from '../inference/file-name.ts';
import type { KnownLayout, RawTable } from '../raw-table.ts';
import { readDelimited, type DelimitedPart } from './delimited.ts';
import { leanByRows, leanLayout, leanName } from './lean.ts';
import { joinSplitQuotes } from './split-quotes.ts';
import { plainText, tableForm } from './text-file.ts';
import { extract, type ZipMember } from './zip.ts';

/** Reads the texts of a zip archive as one table. They must be of one form; each may be of a symbol of its own, told by its name. */
export async function readArchive(
  database: Database,
  file: string,
  members: readonly ZipMember[],
  path: string,
  scratch: () => string,
  options: ImportOptions,
): Promise<RawTable> {
  const parts: DelimitedPart[] = [];
  let shape: ReturnType<typeof tableForm> | undefined;
  let layout: KnownLayout | undefined;
  for (const member of members) {
    const unpacked = scratch();
    await extract(file, member, unpacked);
    const text = await plainText(unpacked, scratch, options);
    if (text.head === '') continue;
    const found = tableForm(text, options);
    const lean = leanName(member.name, path) ?? leanByRows(member.name, found.rows);
    const foundLayout = lean === undefined ? found.layout : leanLayout(lean, found.rows);
    shape ??= found;
    layout ??= foundLayout;
    const isAlike =
      found.form.width === shape.form.width &&
      found.form.delimiter === shape.form.delimiter &&
      JSON.stringify(found.form.names) === JSON.stringify(shape.form.names) &&
      foundLayout?.name === layout?.name &&
      foundLayout?.midnightOf === layout?.midnightOf;
    if (!isAlike)
      throw new AppError(
        'bad-file',
        `The files in the archive are of different forms ("${member.name}"). Unpack it and import them one by one.`,
      );
    const symbol = lean?.symbol ?? factsOfPath(member.name).symbol?.value;
    parts.push({ file: text.file, ...(symbol === undefined ? {} : { symbol }) });
  }
  if (shape === undefined) throw new AppError('bad-file', 'The archive holds no data.');
  const symbols = new Set(parts.map(({ symbol }) => symbol));
  const [only] = symbols;
  const isOne = symbols.size === 1;
  const raw = await readDelimited(database, isOne ? parts.map((part) => ({ file: part.file })) : parts, shape.form, {
    format: `CSV, zip${members.length > 1 ? ` of ${members.length}` : ''}`,
    ...(layout === undefined ? {} : { layout: isOne ? layout : withSymbol(layout, shape.form.width) }),
    ...(isOne && only !== undefined
      ? { symbol: { value: only, evidence: `"${members[0]?.name ?? ''}" in the archive.` } }
      : {}),
  });
  return layout?.isSplitQuote === true ? joinSplitQuotes(database, raw) : raw;
}

/** The column of symbols that members' names give follows the file's own. */
function withSymbol(layout: KnownLayout, width: number): KnownLayout {
  return { ...layout, meanings: { ...layout.meanings, [`c${width}`]: 'symbol' } };
}
