import type { ColumnMeaning } from '../../../../shared/store/import.ts';
import type { RawColumn } from '../raw-table.ts';

/** The raw column that holds each meaning. */
export type ColumnMap = Partial<Record<Exclude<ColumnMeaning, 'ignore'>, RawColumn>>;
