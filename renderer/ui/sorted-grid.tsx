import { useMemo, useState, type ReactElement } from 'react';

import { type GridColumn, type GridSort, type RowId, VirtualGrid, type VirtualGridProps } from './virtual-grid.tsx';

/** A column that may say what it is sorted by. */
export interface SortedColumn<Row> extends Omit<GridColumn<Row>, 'canSort'> {
  readonly order?: (row: Row) => number | string;
}

export interface SortedGridProps<Row> extends Omit<
  VirtualGridProps<Row>,
  'columns' | 'sort' | 'onSort' | 'selectedId' | 'onSelect'
> {
  readonly columns: readonly SortedColumn<Row>[];
}

/** A grid that keeps its own sort and selection. A click on a head sorts ascending, another descending, a third as given. */
export function SortedGrid<Row>({ columns, rows, ...rest }: SortedGridProps<Row>): ReactElement {
  const [sort, setSort] = useState<GridSort>();
  const [selectedId, select] = useState<RowId>();
  const shown = useMemo(() => sorted(rows, columns, sort), [rows, columns, sort]);
  const heads = useMemo(() => columns.map((column) => ({ ...column, canSort: column.order !== undefined })), [columns]);
  const sortBy = (key: string): void => {
    if (sort?.key !== key) setSort({ key, descending: false });
    else setSort(sort.descending ? undefined : { key, descending: true });
  };
  return (
    <VirtualGrid
      {...rest}
      columns={heads}
      rows={shown}
      sort={sort}
      onSort={sortBy}
      selectedId={selectedId}
      onSelect={(row) => select(rest.idOf(row))}
    />
  );
}

function sorted<Row>(
  rows: readonly Row[],
  columns: readonly SortedColumn<Row>[],
  sort: GridSort | undefined,
): readonly Row[] {
  const order = columns.find(({ key }) => key === sort?.key)?.order;
  if (order === undefined) return rows;
  const sign = sort?.descending === true ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [order(a), order(b)];
    return left < right ? -sign : left > right ? sign : 0;
  });
}
