import './slot-map.css';
import { useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';

import {
  SLOT_FILLED,
  SLOT_MISSING,
  SLOT_PRESENT,
  SLOT_STATES,
  SLOT_VERIFIED_EMPTY,
} from '../../../shared/quality/quality.ts';
import { useSize } from '../use-size.ts';
import { samePlace, type HeatPlace } from './heat-data.ts';

const LABEL = 42;
const ROW = 13;
const SECONDS = 60;

/** Class of the ground of a slot by its state. */
const GROUNDS: Readonly<Record<number, string>> = {
  [SLOT_PRESENT]: 'p',
  [SLOT_VERIFIED_EMPTY]: 'e',
  [SLOT_MISSING]: 'm',
};
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

export interface SlotRow {
  /** `10:51` */
  readonly label: string;
  readonly isChosen: boolean;
  /** State of each slot, in order; a 1m base has one. */
  readonly states: readonly number[];
}

export interface SlotMapProps {
  readonly label: string;
  readonly symbol: string;
  readonly rows: readonly SlotRow[];
  /** The pointer or the keyboard cursor is on a slot (its column is its number), in client coordinates; `undefined` when it has left. */
  readonly onHover: (place: HeatPlace | undefined, anchor: DOMRect | undefined) => void;
  /** Double click or Enter. */
  readonly onOpen: (place: HeatPlace) => void;
  /** Backspace. */
  readonly onUp: () => void;
}

/** Minutes second by second. Shapes tell the states apart without colour. */
export function SlotMap({ label, symbol, rows, onHover, onOpen, onUp }: SlotMapProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const id = useId();
  const [cursor, setCursor] = useState<HeatPlace>();
  const cw = Math.max(3, Math.floor((width - LABEL - 6) / SECONDS));
  const slotId = ({ row, column }: HeatPlace): string => `${id}-${row}-${column}`;

  const hover = (place: HeatPlace | undefined): void => {
    if (samePlace(place, cursor)) return;
    setCursor(place);
    const element = place === undefined ? null : document.getElementById(slotId(place));
    onHover(element === null ? undefined : place, element?.getBoundingClientRect());
  };
  const press = (event: KeyboardEvent): void => {
    const from = cursor ?? {
      row: Math.max(
        0,
        rows.findIndex(({ isChosen }) => isChosen),
      ),
      column: 0,
    };
    if (event.key === 'Enter') onOpen(from);
    else if (event.key === 'Backspace') onUp();
    else if (event.key === 'Escape') hover(undefined);
    else {
      const step = STEPS[event.key];
      if (step === undefined) return;
      const row = Math.min(rows.length - 1, Math.max(0, from.row + step[0]));
      const slots = rows[row]?.states.length ?? 1;
      hover({ row, column: Math.min(slots - 1, Math.max(0, from.column + step[1])) });
    }
    event.preventDefault();
  };
  return (
    <div ref={box}>
      <svg
        className="heat slots"
        width={Math.max(0, width)}
        height={rows.length * ROW + 15}
        role="grid"
        aria-label={label}
        aria-activedescendant={cursor === undefined ? undefined : slotId(cursor)}
        tabIndex={0}
        onKeyDown={press}
        onBlur={() => hover(undefined)}
        onPointerMove={({ target }) => hover(placeOf(target))}
        onPointerLeave={() => hover(undefined)}
        onDoubleClick={({ target }) => {
          const place = placeOf(target);
          if (place !== undefined) onOpen(place);
        }}
      >
        <defs>
          <pattern id={`${id}-missing`} width={4} height={4} patternUnits="userSpaceOnUse">
            <path d="M-1 5L5 -1M-1 1L1 -1M3 5L5 3" className="hatched" />
          </pattern>
        </defs>
        {rows.map((row, index) => (
          <g key={row.label} role="row">
            <text x={0} y={index * ROW + 10} role="rowheader" className={row.isChosen ? 'on' : undefined}>
              {row.label}
            </text>
            {row.states.map((state, slot) => (
              <Slot
                key={slot}
                state={state}
                name={`${symbol} ${row.label}${row.states.length > 1 ? `:${String(slot).padStart(2, '0')}` : ''} ${SLOT_STATES[state] ?? 'missing'}`}
                id={slotId({ row: index, column: slot })}
                place={`${index} ${slot}`}
                isPointed={samePlace(cursor, { row: index, column: slot })}
                missing={`url(#${id}-missing)`}
                x={LABEL + slot * cw}
                y={index * ROW}
                w={(row.states.length > 1 ? cw : cw * SECONDS) - 1}
              />
            ))}
          </g>
        ))}
        {[0, 10, 20, 30, 40, 50].map((second) => (
          <text key={second} x={LABEL + second * cw} y={rows.length * ROW + 11}>
            {`:${String(second).padStart(2, '0')}`}
          </text>
        ))}
      </svg>
    </div>
  );
}

interface SlotProps {
  readonly state: number;
  readonly name: string;
  readonly id: string;
  readonly place: string;
  readonly isPointed: boolean;
  readonly missing: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

function Slot({ state, name, id, place, isPointed, missing, x, y, w }: SlotProps): ReactElement {
  const h = ROW - 1;
  const cell = { id, role: 'gridcell', 'aria-label': name, 'data-slot': place };
  const inset = Math.max(0.5, w - 1.5);
  return (
    <>
      {state === SLOT_FILLED ? (
        <rect {...cell} className="f" x={x + 0.75} y={y + 0.75} width={inset} height={h - 1.5} />
      ) : (
        <rect {...cell} className={GROUNDS[state] ?? 'm'} x={x} y={y} width={w} height={h} />
      )}
      {state === SLOT_VERIFIED_EMPTY ? <circle className="dot" cx={x + w / 2} cy={y + h / 2} r={1.4} /> : undefined}
      {state === SLOT_MISSING ? <rect className="hatch" x={x} y={y} width={w} height={h} fill={missing} /> : undefined}
      {isPointed ? <rect className="edge hovered" x={x - 0.5} y={y - 0.5} width={w + 1} height={h + 1} /> : undefined}
    </>
  );
}

function placeOf(target: EventTarget): HeatPlace | undefined {
  const name = target instanceof Element ? target.getAttribute('data-slot') : null;
  const [row, column] = name?.split(' ').map(Number) ?? [];
  return row === undefined || column === undefined ? undefined : { row, column };
}
