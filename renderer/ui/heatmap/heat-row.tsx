import { memo, type ReactElement } from 'react';

import { formatFixed, formatPercent } from '../format.ts';
import { qualityStep } from '../quality-step.ts';
import type { HeatCell, HeatPlace, HeatRow } from './heat-data.ts';

/** Height of the column labels and width of the column of means. */
export const HEAD = 16;
export const MEAN = 46;

/** Height below which the texts of neighbouring rows would run into one another. */
const TEXT_HEIGHT = 12;

/** Rows lower than a text show that of every second or third. */
const isLabelled = (index: number, ch: number): boolean => index % Math.ceil(TEXT_HEIGHT / ch) === 0;

/** Width of the row labels, and of one cell with its gap. */
export interface Grid {
  readonly labelWidth: number;
  readonly cw: number;
  readonly ch: number;
}

export function Hatch({ id, size, path }: { id: string; size: number; path: string }): ReactElement {
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse">
      <path d={path} style={{ stroke: 'var(--q-hatch)', strokeWidth: 1.2, fill: 'none' }} shapeRendering="auto" />
    </pattern>
  );
}

interface PinnedLabelsProps {
  readonly rows: readonly HeatRow[];
  readonly first: number;
  readonly last: number;
  readonly labelWidth: number;
  readonly ch: number;
  readonly left: number;
  readonly width: number;
}

/** Labels and means of a map wider than its panel, kept in sight while it scrolls. The rows carry them for assistive software. */
export function PinnedLabels({ rows, first, last, labelWidth, ch, left, width }: PinnedLabelsProps): ReactElement {
  const height = HEAD + rows.length * ch;
  return (
    <g transform={`translate(${left} 0)`} aria-hidden="true" className="pinned">
      <rect x={0} y={0} width={labelWidth - 2} height={height} />
      <rect x={width - MEAN} y={HEAD} width={MEAN} height={height} />
      {rows.slice(first, last).map((row, offset) => {
        if (!isLabelled(first + offset, ch)) return undefined;
        const y = HEAD + (first + offset) * ch + ch / 2 + 3.5;
        return (
          <g key={row.key}>
            <text x={0} y={y} className="on">
              {row.label}
              <tspan dx={5} style={{ fill: 'var(--text-3)' }}>
                {row.detail}
              </tspan>
            </text>
            {row.mean === undefined ? undefined : (
              <text x={width - 2} y={y} textAnchor="end" className="on">
                {formatFixed(row.mean, 1)}
              </text>
            )}
          </g>
        );
      })}
    </g>
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
  /** First column that is ahead of the session clock. */
  readonly ahead: number | undefined;
}

export const Row = memo(function Row({ row, index, id, labelWidth, cw, ch, right, ahead }: RowProps): ReactElement {
  const y = HEAD + index * ch;
  const base = y + ch / 2 + 3.5;
  const textClass = isLabelled(index, ch) ? 'on' : 'crowded';
  return (
    <g role="row" aria-rowindex={index + 1}>
      <text x={0} y={base} role="rowheader" className={textClass}>
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
            isAhead={ahead !== undefined && column >= ahead}
          />
        ),
      )}
      {row.mean === undefined ? undefined : (
        <text
          x={right + MEAN - 2}
          y={base}
          textAnchor="end"
          className={textClass}
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
  readonly isAhead: boolean;
  readonly place: string;
  readonly id: string;
  readonly hatch: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const Cell = memo(function Cell({ cell, isAhead, place, id, hatch, x, y, w, h }: CellProps): ReactElement {
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
    <g className={isAhead ? 'ahead' : undefined} role="presentation">
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
      {cell.isDamaged === true ? (
        <path className="cross" d={`M${x + 1} ${y + 1}l${w - 2} ${h - 2}M${x + w - 1} ${y + 1}l${2 - w} ${h - 2}`} />
      ) : hasText ? (
        <text x={x + w / 2} y={y + h / 2 + 4} textAnchor="middle" style={{ fill: `var(--q${step}-ink)` }}>
          {cell.value >= 99.95 ? '100' : formatFixed(cell.value, 1)}
        </text>
      ) : undefined}
    </g>
  );
});

export function Edge({
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
