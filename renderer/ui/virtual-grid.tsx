import './virtual-grid.css';
import { useId, type CSSProperties, type KeyboardEvent, type ReactElement } from 'react';

import { Icon } from './icon.tsx';
import { useRowWindow } from './use-row-window.ts';

/** Pixels of a row: dense for records, `tall` where a row is a thing to choose. */
const ROWS = { dense: 20, tall: 24 } as const;

export interface GridColumn<Row> {
  readonly key: string;
  readonly label: string;
  /** A track of CSS grid: `minmax(80px, 1fr)`. */
  readonly width: string;
  readonly isFigure?: boolean;
  /** Classes of its cells. */
  readonly tone?: string;
  readonly show: (row: Row) => ReactElement | string;
  readonly canSort?: boolean;
}

export interface GridSort {
  readonly key: string;
  readonly descending: boolean;
}

export type RowId = string | number;

export interface VirtualGridProps<Row> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  /** In the order shown. */
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => RowId;
  /** Pixels below which it scrolls sideways. */
  readonly minWidth: number;
  readonly size?: keyof typeof ROWS;
  readonly sort: GridSort | undefined;
  readonly onSort: (key: string) => void;
  readonly selectedId: RowId | undefined;
  readonly onSelect: (row: Row) => void;
  /** Enter or double click; with `opensOnClick` a click too. */
  readonly onOpen?: (row: Row) => void;
  readonly opensOnClick?: boolean;
}

/** A grid of which only the rows in sight are drawn. One row is selected at a time; keys move it. Who shows it keeps sort and selection. */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>): ReactElement {
  const {
    label,
    columns,
    rows,
    idOf,
    minWidth,
    size = 'dense',
    sort,
    onSort,
    selectedId,
    onSelect,
    onOpen,
    opensOnClick,
  } = props;
  const height = ROWS[size];
  const id = useId();
  const { box, rows: shown, total, scrollTo } = useRowWindow(rows.length, height, 12);
  const selected = rows.findIndex((row) => idOf(row) === selectedId);

  const press = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? height) / height) - 2);
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
      onSelect(row);
      scrollTo(index);
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
      className={`vgrid ${size}`}
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
          <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      <div className="vbody" style={{ height: total }}>
        {shown.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return undefined;
          return (
            <div
              key={idOf(row)}
              id={`${id}-${index}`}
              className="vrow"
              role="row"
              aria-rowindex={index + 2}
              aria-selected={idOf(row) === selectedId}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => {
                onSelect(row);
                if (opensOnClick === true) onOpen?.(row);
              }}
              onDoubleClick={() => onOpen?.(row)}
            >
              {columns.map((column) => (
                <span key={column.key} role="gridcell" className={classOf(column)}>
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
  readonly sort: GridSort | undefined;
  readonly onSort: (key: string) => void;
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>): ReactElement {
  const own = sort?.key === column.key ? sort : undefined;
  const className = column.isFigure === true ? 'num' : undefined;
  if (column.canSort !== true) {
    return (
      <span role="columnheader" className={className}>
        <span className="lab">{column.label}</span>
      </span>
    );
  }
  return (
    <span
      role="columnheader"
      className={className}
      aria-sort={own === undefined ? 'none' : own.descending ? 'descending' : 'ascending'}
    >
      <button type="button" onClick={() => onSort(column.key)}>
        {column.label}
        {own === undefined ? undefined : <Icon name={own.descending ? 'down' : 'up'} small />}
      </button>
    </span>
  );
}

function classOf<Row>({ isFigure, tone }: GridColumn<Row>): string | undefined {
  const classes = [tone ?? '', isFigure === true ? 'num' : ''].filter(Boolean).join(' ');
  return classes === '' ? undefined : classes;
}
