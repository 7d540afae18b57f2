import './virtual-grid.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactElement } from 'react';

import { Icon } from './icon.tsx';

const ROW = 20;

export interface GridColumn<Row> {
  readonly key: string;
  readonly label: string;
  /** A track of CSS grid: `minmax(80px, 1fr)`. */
  readonly width: string;
  readonly isFigure?: boolean;
  readonly show: (row: Row) => ReactElement | string;
  /** What it is sorted by; without it the column cannot be sorted. */
  readonly order?: (row: Row) => number | string;
}

export interface VirtualGridProps<Row> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string | number;
  /** Pixels below which it scrolls sideways. */
  readonly minWidth: number;
  /** Enter or double click; with `opensOnClick` a click too. */
  readonly onOpen?: (row: Row) => void;
  readonly opensOnClick?: boolean;
}

interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

/** A sortable grid of which only the rows in sight are drawn. One row is selected at a time; keys move it. */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>): ReactElement {
  const { label, columns, rows: given, idOf, minWidth, onOpen, opensOnClick } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<Sort>();
  const [selectedId, select] = useState<string | number>();
  const rows = useMemo(() => sorted(given, columns, sort), [given, columns, sort]);
  // The virtualizer's methods change what they return between renders; only this component reads them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const selected = rows.findIndex((row) => idOf(row) === selectedId);

  const press = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? ROW) / ROW) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: selected + 1,
      ArrowUp: selected === -1 ? 0 : selected - 1,
      PageDown: selected + page,
      PageUp: selected - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    const current = rows[selected];
    if (target !== undefined) {
      const index = Math.min(rows.length - 1, Math.max(0, target));
      const row = rows[index];
      if (row === undefined) return;
      select(idOf(row));
      virtual.scrollToIndex(index);
    } else if (event.key === 'Enter' && current !== undefined && event.target === event.currentTarget)
      onOpen?.(current);
    else return;
    event.preventDefault();
  };

  const style = {
    '--vgrid-columns': columns.map(({ width }) => width).join(' '),
    '--vgrid-width': `${minWidth}px`,
  } as CSSProperties;
  return (
    <div
      ref={box}
      className="vgrid"
      style={style}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={selected === -1 ? undefined : `${id}-${selected}`}
      tabIndex={0}
      onKeyDown={press}
    >
      <div className="vrow vhead" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} sort={sort} onSort={setSort} />
        ))}
      </div>
      <div className="vbody" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return undefined;
          return (
            <div
              key={idOf(row)}
              id={`${id}-${item.index}`}
              className="vrow"
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={idOf(row) === selectedId}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => {
                select(idOf(row));
                if (opensOnClick === true) onOpen?.(row);
              }}
              onDoubleClick={() => onOpen?.(row)}
            >
              {columns.map((column) => (
                <span key={column.key} role="gridcell" className={column.isFigure === true ? 'num' : undefined}>
                  {column.show(row)}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HeadCellProps<Row> {
  readonly column: GridColumn<Row>;
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort | undefined) => void;
}

/** A click sorts ascending, another descending, a third as given. */
function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>): ReactElement {
  const own = sort?.key === column.key ? sort : undefined;
  const className = column.isFigure === true ? 'num' : undefined;
  if (column.order === undefined) {
    return (
      <span role="columnheader" className={className}>
        <span className="lab">{column.label}</span>
      </span>
    );
  }
  const next = own === undefined ? { key: column.key, descending: false } : { ...own, descending: true };
  return (
    <span
      role="columnheader"
      className={className}
      aria-sort={own === undefined ? 'none' : own.descending ? 'descending' : 'ascending'}
    >
      <button type="button" onClick={() => onSort(own?.descending === true ? undefined : next)}>
        {column.label}
        {own === undefined ? undefined : <Icon name={own.descending ? 'down' : 'up'} small />}
      </button>
    </span>
  );
}

function sorted<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const order = columns.find(({ key }) => key === sort?.key)?.order;
  if (order === undefined) return rows;
  const sign = sort?.descending === true ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [order(a), order(b)];
    return left < right ? -sign : left > right ? sign : 0;
  });
}
