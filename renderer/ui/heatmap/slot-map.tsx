import './slot-map.css';
import { useId, useRef, type ReactElement } from 'react';

import {
  SLOT_FILLED,
  SLOT_MISSING,
  SLOT_PRESENT,
  SLOT_STATES,
  SLOT_VERIFIED_EMPTY,
} from '../../../shared/quality/quality.ts';
import { useSize } from '../use-size.ts';

const LABEL = 42;
const ROW = 13;
const SECONDS = 60;

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
  /** Click on a slot: its row and its number within the row. */
  readonly onOpen?: (row: number, slot: number) => void;
}

/** Minutes second by second. Shapes tell the states apart without colour. */
export function SlotMap({ label, symbol, rows, onOpen }: SlotMapProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const id = useId();
  const cw = Math.max(3, Math.floor((width - LABEL - 6) / SECONDS));
  return (
    <div ref={box}>
      <svg
        className="heat slots"
        width={Math.max(0, width)}
        height={rows.length * ROW + 15}
        role="grid"
        aria-label={label}
        onDoubleClick={(event) => {
          const place = event.target instanceof Element ? event.target.getAttribute('data-slot') : null;
          if (place === null) return;
          const [row, slot] = place.split(' ').map(Number);
          onOpen?.(row ?? 0, slot ?? 0);
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
                place={`${index} ${slot}`}
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
  readonly place: string;
  readonly missing: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

function Slot({ state, name, place, missing, x, y, w }: SlotProps): ReactElement {
  const h = ROW - 1;
  const cell = { role: 'gridcell', 'aria-label': name, 'data-slot': place };
  if (state === SLOT_PRESENT) return <rect {...cell} className="p" x={x} y={y} width={w} height={h} />;
  if (state === SLOT_FILLED)
    return <rect {...cell} className="f" x={x + 0.75} y={y + 0.75} width={Math.max(0.5, w - 1.5)} height={h - 1.5} />;
  if (state === SLOT_VERIFIED_EMPTY) {
    return (
      <>
        <rect {...cell} className="e" x={x} y={y} width={w} height={h} />
        <circle className="dot" cx={x + w / 2} cy={y + h / 2} r={1.4} />
      </>
    );
  }
  return (
    <>
      <rect {...cell} className="m" x={x} y={y} width={w} height={h} data-state={SLOT_MISSING} />
      <rect className="hatch" x={x} y={y} width={w} height={h} fill={missing} />
    </>
  );
}
