import './heatmap.css';
import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
} from 'react';

import { useSize } from '../use-size.ts';
import { firstPlace, moveCursor, samePlace, type HeatColumn, type HeatPlace, type HeatRow } from './heat-data.ts';
import { Edge, Hatch, HEAD, MEAN, PinnedLabels, Row, type Grid } from './heat-row.tsx';

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
  /** From here on, row by row, cells are ahead of the session clock: dimmed, for quality alone may be seen there. */
  readonly aheadFrom?: HeatPlace | undefined;
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
  const { label, columns, rows, meanLabel, labelWidth, minRow, maxRow, maxCell = 48, chosen, aheadFrom } = props;
  const { onHover, onOpen, onReplay, onUp } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const [cursor, setCursor] = useState<HeatPlace>();
  const [hovered, setHovered] = useState<HeatPlace>();
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const isAtStart = useRef(true);

  const cw = Math.max(
    MIN_CELL,
    Math.min(maxCell, Math.floor((width - labelWidth - MEAN) / Math.max(1, columns.length))),
  );
  const ch = Math.max(minRow, Math.min(maxRow, Math.floor((height - HEAD - 2) / Math.max(1, rows.length))));
  const right = labelWidth + columns.length * cw;
  const first = Math.max(0, Math.floor((scroll.top - HEAD) / ch) - 2);
  const last = Math.min(rows.length, Math.ceil((scroll.top + height) / ch) + 2);
  const cellId = (place: HeatPlace): string => `${id}-${place.row}-${place.column}`;
  const isWide = cw >= WIDE_CELL;

  const chosenRow = chosen?.row;
  const chosenColumn = chosen?.column;
  useLayoutEffect(() => {
    if (chosenRow !== undefined && chosenColumn !== undefined && width > 0)
      reveal(
        box.current,
        { row: chosenRow, column: chosenColumn },
        { labelWidth, cw, ch, width, height, isAtStart: isAtStart.current },
      );
  }, [chosenRow, chosenColumn, columns.length, labelWidth, width, height, cw, ch]);

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
      reveal(box.current, to, { labelWidth, cw, ch, width, height, isAtStart: isAtStart.current });
    } else if (event.key === 'Enter') onOpen?.(from);
    else if (event.key === 'Backspace') onUp?.();
    else if (event.key === 'Escape') hover(undefined);
    else if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
  };

  return (
    <div
      className="heatbox"
      ref={box}
      onScroll={({ currentTarget: { scrollTop, scrollLeft } }) => {
        isAtStart.current = scrollTop === 0 && scrollLeft === 0;
        setScroll({ top: scrollTop, left: scrollLeft });
      }}
    >
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
            ahead={aheadIn(first + offset, aheadFrom)}
          />
        ))}
        <Edge place={chosen} kind="chosen" labelWidth={labelWidth} cw={cw} ch={ch} />
        <Edge place={hovered ?? cursor} kind="hovered" labelWidth={labelWidth} cw={cw} ch={ch} />
        {right + MEAN > width ? (
          <PinnedLabels
            rows={rows}
            first={first}
            last={last}
            labelWidth={labelWidth}
            ch={ch}
            left={scroll.left}
            width={width}
          />
        ) : undefined}
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

/** First column of a row that is ahead; `undefined` where none is. */
function aheadIn(row: number, from: HeatPlace | undefined): number | undefined {
  if (from === undefined || row < from.row) return undefined;
  return row > from.row ? 0 : from.column;
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

interface Sight extends Grid {
  /** Of the box, as last observed: asking the element would lay out the page. */
  readonly width: number;
  readonly height: number;
  /** Nothing is scrolled. */
  readonly isAtStart: boolean;
}

/** Scrolls as little as brings a cell into sight, clear of labels and means. */
function reveal(
  box: HTMLElement | null,
  place: HeatPlace,
  { labelWidth, cw, ch, width, height, isAtStart }: Sight,
): void {
  if (box === null) return;
  const top = HEAD + place.row * ch;
  const left = labelWidth + place.column * cw;
  const isWhole = top + ch <= height && left + cw + MEAN <= width;
  if (isWhole && isAtStart) return;
  box.scrollTop = Math.min(top - HEAD, Math.max(box.scrollTop, top + ch - height));
  box.scrollLeft = Math.min(left - labelWidth, Math.max(box.scrollLeft, left + cw + MEAN - width));
}
