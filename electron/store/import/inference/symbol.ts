import type { ImportOptions } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import type { RawColumn, RawTable } from '../raw-table.ts';
import { sqlText } from '../sql.ts';
import type { Findings } from './answer.ts';
import type { ColumnMap } from './column-map.ts';
import type { NameFacts } from './file-name.ts';

const MAX_SYMBOLS = 20_000;
export const MAX_SYMBOL_LENGTH = 64;

export interface SymbolAnswer {
  /** VARCHAR expression over `raw`: NULL or empty where a row has none. */
  readonly sql: string;
  readonly symbols: readonly string[];
  readonly column?: RawColumn;
  /** The column's cells are the symbols as they stand. */
  readonly isPlain?: boolean;
}

/** Whose data these are: as told, by column, by what the file or its path says. */
export async function inferSymbol(
  database: Database,
  raw: RawTable,
  columns: ColumnMap,
  name: NameFacts,
  options: ImportOptions,
  findings: Findings,
): Promise<SymbolAnswer | undefined> {
  const column = columns.symbol;
  if (options.symbol !== undefined) {
    if (column !== undefined) await warnOfMany(database, column, options.symbol, findings);
    return { sql: sqlText(options.symbol), symbols: [options.symbol] };
  }
  if (column !== undefined) {
    const written = `${column.id}::VARCHAR`;
    const found = await database.rows<{ s: string }>(
      `SELECT DISTINCT ${written} AS s FROM raw WHERE ${written} <> '' ORDER BY s LIMIT ${MAX_SYMBOLS + 1}`,
    );
    const isTrimmed = found.every(({ s }) => s.trim() === s);
    const sql = isTrimmed ? written : `trim(${written})`;
    const symbols = Array.from(new Set(found.map(({ s }) => s.trim()))).filter((symbol) => symbol !== '');
    const tooLong = symbols.find((symbol) => symbol.length > MAX_SYMBOL_LENGTH);
    if (symbols.length > MAX_SYMBOLS)
      findings.refuse(`Column "${column.name}" names more than ${MAX_SYMBOLS} symbols. Split the file.`);
    else if (tooLong !== undefined)
      findings.ask(
        'symbol',
        `Column "${column.name}" holds "${tooLong.slice(0, 40)}...", longer than a symbol. Name the symbol.`,
      );
    else if (symbols.length > 0) {
      findings.sure(
        'symbol',
        `Column "${column.name}": ${symbols.length === 1 ? (symbols[0] ?? '') : `${symbols.length} symbols`}.`,
      );
      return { sql, symbols, column, isPlain: isTrimmed && column.type === 'VARCHAR' };
    }
  }
  const told = raw.facts.symbol ?? name.symbol;
  if (told !== undefined) {
    findings.sure('symbol', told.evidence);
    return { sql: sqlText(told.value), symbols: [told.value] };
  }
  const [likely] = name.maybeSymbols;
  findings.ask(
    'symbol',
    likely === undefined
      ? "Neither a column nor the file's name says which symbol these rows belong to. Name it."
      : `No column says which symbol these rows belong to. Is it ${likely}, after the file's name?`,
    name.maybeSymbols,
  );
  return undefined;
}

async function warnOfMany(database: Database, column: RawColumn, given: string, findings: Findings): Promise<void> {
  const [row] = await database.rows<{ n: number }>(
    `SELECT count(DISTINCT ${column.id}::VARCHAR)::DOUBLE AS n FROM raw`,
  );
  if ((row?.n ?? 0) > 1)
    findings.warn(`Column "${column.name}" names ${row?.n ?? 0} symbols; all rows will be stored as ${given}.`);
}
