import './heatmap.css';
import { memo, useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';

import { formatFixed, formatPercent } from '../format.ts';
import { qualityStep } from '../quality-step.ts';
import { useSize } from '../use-size.ts';
import {
  firstPlace,
  moveCursor,
  samePlace,
  type HeatCell,
  type HeatColumn,
  type HeatPlace,
  type HeatRow,
} from './heat-data.ts';

const HEAD = 16;
const MEAN = 46;
const MIN_CELL = 4;
/** From this width on every column can carry a label of two figures, centred. */
const WIDE_CELL = 18;
/** Room for one letter of a label. */
const LETTER = 6.4;

export interface HeatmapProps {
  /** Accessible name of the grid. */
  readonly label: string;
  readonly columns: readonly HeatColumn[];
  readonly rows: readonly HeatRow[];
  /** Heading of the last column. */
  readonly meanLabel: string;
  readonly labelWidth: number;
  readonly minRow: number;
  readonly maxRow: number;
  readonly maxCell?: number;
  readonly chosen?: HeatPlace | undefined;
  /** The pointer or the keyboard cursor is on a cell, in client coordinates of that cell; `undefined` when it has left. */
  readonly onHover?: (place: HeatPlace | undefined, anchor: DOMRect | undefined) => void;
  /** Click or Enter. */
  readonly onOpen?: (place: HeatPlace) => void;
  /** Double click. */
  readonly onReplay?: (place: HeatPlace) => void;
  /** Backspace. */
  readonly onUp?: () => void;
}

/** Quality by row and column, as a grid that keyboard and assistive software walk cell by cell. Rows out of sight are not drawn. */
export function Heatmap(props: HeatmapProps): ReactElement {
  const { label, columns, rows, meanLabel, labelWidth, minRow, maxRow, maxCell = 48, chosen } = props;
  const { onHover, onOpen, onReplay, onUp } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const [cursor, setCursor] = useState<HeatPlace>();
  const [hovered, setHovered] = useState<HeatPlace>();
  const [scrollTop, setScrollTop] = useState(0);

  const cw = Math.max(
    MIN_CELL,
    Math.min(maxCell, Math.floor((width - labelWidth - MEAN) / Math.max(1, columns.length))),
  );
  const ch = Math.max(minRow, Math.min(maxRow, Math.floor((height - HEAD - 2) / Math.max(1, rows.length))));
  const right = labelWidth + columns.length * cw;
  const first = Math.max(0, Math.floor((scrollTop - HEAD) / ch) - 2);
  const last = Math.min(rows.length, Math.ceil((scrollTop + height) / ch) + 2);
  const cellId = (place: HeatPlace): string => `${id}-${place.row}-${place.column}`;
  const isWide = cw >= WIDE_CELL;

  const anchorOf = (place: HeatPlace): DOMRect | undefined => {
    const area = box.current?.firstElementChild?.getBoundingClientRect();
    if (area === undefined) return undefined;
    return new DOMRect(area.left + labelWidth + place.column * cw, area.top + HEAD + place.row * ch, cw, ch);
  };
  const hover = (place: HeatPlace | undefined): void => {
    if (samePlace(place, hovered)) return;
    setHovered(place);
    onHover?.(place, place === undefined ? undefined : anchorOf(place));
  };
  const press = (event: KeyboardEvent): void => {
    const from = cursor ?? chosen ?? firstPlace(rows);
    if (from === undefined) return;
    const to = moveCursor(rows, from, event.key);
    if (to !== undefined) {
      setCursor(to);
      hover(to);
      scrollToRow(box.current, to.row, ch);
    } else if (event.key === 'Enter') onOpen?.(from);
    else if (event.key === 'Backspace') onUp?.();
    else if (event.key === 'Escape') hover(undefined);
    else if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
  };

  return (
    <div className="heatbox" ref={box} onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
      <svg
        className="heat"
        width={right + MEAN}
        height={HEAD + rows.length * ch + 1}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length}
        aria-colcount={columns.length + 1}
        aria-activedescendant={cursor === undefined ? undefined : cellId(cursor)}
        tabIndex={0}
        onKeyDown={press}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) setCursor(cursor ?? chosen ?? firstPlace(rows));
        }}
        onBlur={() => {
          setCursor(undefined);
          hover(undefined);
        }}
        onPointerMove={(event) => hover(placeOf(event))}
        onPointerLeave={() => hover(undefined)}
        onClick={(event) => act(event, onOpen)}
        onDoubleClick={(event) => act(event, onReplay)}
      >
        <defs>
          <Hatch id={`${id}-sparse`} size={6} path="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" />
          <Hatch id={`${id}-dense`} size={4} path="M-1 5L5 -1M-1 1L1 -1M3 5L5 3" />
        </defs>
        {labelled(columns, cw).map(({ column, index }) => (
          <text
            key={column.key}
            x={labelWidth + index * cw + (isWide ? cw / 2 : 0)}
            y={11}
            textAnchor={isWide ? 'middle' : 'start'}
            className={index === chosen?.column ? 'on' : undefined}
          >
            {column.label}
          </text>
        ))}
        <text x={right + MEAN - 2} y={11} textAnchor="end">
          {meanLabel}
        </text>
        {rows.slice(first, last).map((row, offset) => (
          <Row
            key={row.key}
            row={row}
            index={first + offset}
            id={id}
            labelWidth={labelWidth}
            cw={cw}
            ch={ch}
            right={right}
          />
        ))}
        <Edge place={chosen} kind="chosen" labelWidth={labelWidth} cw={cw} ch={ch} />
        <Edge place={hovered ?? cursor} kind="hovered" labelWidth={labelWidth} cw={cw} ch={ch} />
      </svg>
    </div>
  );
}

/** Columns whose label is shown: all where cells are wide, else the major ones, each as far as the one before leaves room. */
function labelled(
  columns: readonly HeatColumn[],
  cw: number,
): { readonly column: HeatColumn; readonly index: number }[] {
  let free = 0;
  return columns
    .map((column, index) => ({ column, index }))
    .filter(({ column, index }) => {
      if (column.label === '' || !(column.isMajor || cw >= WIDE_CELL) || index * cw < free) return false;
      free = index * cw + column.label.length * LETTER + 4;
      return true;
    });
}

function placeOf(event: PointerEvent | { readonly target: EventTarget }): HeatPlace | undefined {
  const name = event.target instanceof Element ? event.target.getAttribute('data-place') : null;
  if (name === null) return undefined;
  const [row, column] = name.split(' ');
  return { row: Number(row), column: Number(column) };
}

function act(event: { readonly target: EventTarget }, perform: ((place: HeatPlace) => void) | undefined): void {
  const place = placeOf(event);
  if (place !== undefined) perform?.(place);
}

function scrollToRow(box: HTMLElement | null, row: number, ch: number): void {
  if (box === null) return;
  const top = HEAD + row * ch;
  if (top < box.scrollTop + HEAD) box.scrollTop = top - HEAD;
  else if (top + ch > box.scrollTop + box.clientHeight) box.scrollTop = top + ch - box.clientHeight;
}

function Hatch({ id, size, path }: { id: string; size: number; path: string }): ReactElement {
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse">
      <path d={path} style={{ stroke: 'var(--q-hatch)', strokeWidth: 1.2, fill: 'none' }} shapeRendering="auto" />
    </pattern>
  );
}

interface RowProps {
  readonly row: HeatRow;
  readonly index: number;
  readonly id: string;
  readonly labelWidth: number;
  readonly cw: number;
  readonly ch: number;
  readonly right: number;
}

const Row = memo(function Row({ row, index, id, labelWidth, cw, ch, right }: RowProps): ReactElement {
  const y = HEAD + index * ch;
  const base = y + ch / 2 + 3.5;
  return (
    <g role="row" aria-rowindex={index + 1}>
      <text x={0} y={base} role="rowheader" className="on">
        {row.label}
        {row.detail === undefined ? undefined : (
          <tspan dx={5} style={{ fill: 'var(--text-3)' }}>
            {row.detail}
          </tspan>
        )}
      </text>
      {row.cells.map((cell, column) =>
        cell === undefined ? undefined : (
          <Cell
            key={column}
            cell={cell}
            place={`${index} ${column}`}
            id={`${id}-${index}-${column}`}
            hatch={id}
            x={labelWidth + column * cw}
            y={y}
            w={cw - 1}
            h={ch - 1}
          />
        ),
      )}
      {row.mean === undefined ? undefined : (
        <text
          x={right + MEAN - 2}
          y={base}
          textAnchor="end"
          className="on"
          role="gridcell"
          aria-label={row.meanName ?? `${row.label} mean ${formatPercent(row.mean)}`}
        >
          {formatFixed(row.mean, 1)}
        </text>
      )}
    </g>
  );
});

interface CellProps {
  readonly cell: HeatCell;
  readonly place: string;
  readonly id: string;
  readonly hatch: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function Cell({ cell, place, id, hatch, x, y, w, h }: CellProps): ReactElement {
  if (cell.value === undefined) {
    return (
      <rect
        id={id}
        data-place={place}
        role="gridcell"
        aria-label={cell.name}
        className="none"
        x={x + 0.5}
        y={y + 0.5}
        width={w - 1}
        height={h - 1}
      />
    );
  }
  const step = qualityStep(cell.value);
  const hasText = w >= 25 && h >= 14;
  const cut = Math.min(5, w, h);
  return (
    <g className={cell.isAhead === true ? 'ahead' : undefined} role="presentation">
      <rect
        id={id}
        data-place={place}
        role="gridcell"
        aria-label={cell.name}
        x={x}
        y={y}
        width={w}
        height={h}
        style={{ fill: `var(--q${step})` }}
      />
      {step > 1 ? undefined : (
        <rect
          className="hatch"
          x={x}
          y={hasText ? y + h - 5 : y}
          width={w}
          height={hasText ? 5 : h}
          fill={`url(#${hatch}-${step === 1 ? 'sparse' : 'dense'})`}
        />
      )}
      {cell.isShort === true ? <path className="cut" d={`M${x} ${y + h}v${-cut}l${cut} ${cut}z`} /> : undefined}
      {hasText ? (
        <text x={x + w / 2} y={y + h / 2 + 4} textAnchor="middle" style={{ fill: `var(--q${step}-ink)` }}>
          {cell.value >= 99.95 ? '100' : formatFixed(cell.value, 1)}
        </text>
      ) : undefined}
    </g>
  );
}

function Edge({
  place,
  kind,
  labelWidth,
  cw,
  ch,
}: {
  place: HeatPlace | undefined;
  kind: 'chosen' | 'hovered';
  labelWidth: number;
  cw: number;
  ch: number;
}): ReactElement {
  if (place === undefined) return <></>;
  return (
    <rect
      className={`edge ${kind}`}
      x={labelWidth + place.column * cw - 0.5}
      y={HEAD + place.row * ch - 0.5}
      width={cw}
      height={ch}
    />
  );
}
