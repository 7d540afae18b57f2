import { useState, type ReactElement } from 'react';

import type { MinuteDetail } from '../../../shared/ipc/contract.ts';
import { micros, MICROS_PER_SECOND, type Micros } from '../../../shared/market/time.ts';
import { SLOT_STATES } from '../../../shared/quality/quality.ts';
import type { ZoneTime } from '../../state/zone-time.ts';
import { formatCount, formatVolume, plural } from '../../ui/format.ts';
import type { HeatPlace } from '../../ui/heatmap/heat-data.ts';
import { SlotMap } from '../../ui/heatmap/slot-map.tsx';
import { Icon } from '../../ui/icon.tsx';
import { FloatingTip } from '../../ui/tooltip.tsx';
import type { ChosenMinute } from './quality-store.ts';

export interface SecondsProps {
  readonly symbol: string;
  readonly interval: string;
  readonly minute: ChosenMinute;
  readonly zone: ZoneTime;
  readonly onReplay: (time: Micros) => void;
  /** Backspace. */
  readonly onUp: () => void;
}

/** The chosen minute and its neighbours slot by slot, each with why it is as it is. */
export function Seconds({ symbol, interval, minute, zone, onReplay, onUp }: SecondsProps): ReactElement {
  const [hovered, setHovered] = useState<{ readonly place: HeatPlace; readonly anchor: DOMRect }>();
  const { details } = minute;
  const chosen = details.find(({ from }) => from === minute.time);
  const hoveredDetail = hovered === undefined ? undefined : details[hovered.place.row];
  return (
    <>
      <div className="head sub">
        <span className="crumb">
          {zone.minutes(minute.time)}
          <Icon name="right" />
          <b>{interval === '1s' ? 'second by second' : 'minute by minute'}</b>
        </span>
        <span className="lab ell">{chosen === undefined ? '' : describe(chosen)}</span>
      </div>
      <div className="secs">
        <SlotMap
          label="Minute by second"
          symbol={symbol}
          rows={details.map((detail) => ({
            label: zone.minutes(micros(detail.from)),
            isChosen: detail.from === minute.time,
            states: detail.states,
          }))}
          onHover={(place, anchor) =>
            setHovered(place === undefined || anchor === undefined ? undefined : { place, anchor })
          }
          onOpen={({ row, column }) => {
            const detail = details[row];
            if (detail !== undefined) onReplay(slotTime(detail, column));
          }}
          onUp={onUp}
        />
      </div>
      {hovered === undefined || hoveredDetail === undefined ? undefined : (
        <FloatingTip
          x={hovered.anchor.right + 6}
          y={hovered.anchor.bottom + 6}
          flipX={hovered.anchor.left - 6}
          flipY={hovered.anchor.top - 6}
        >
          <p>
            <b>
              {symbol} {zone.seconds(slotTime(hoveredDetail, hovered.place.column))}
            </b>
          </p>
          <p>{whyOf(hoveredDetail, hovered.place.column)}</p>
        </FloatingTip>
      )}
    </>
  );
}

function slotTime({ from, states }: MinuteDetail, slot: number): Micros {
  return micros(from + slot * (60 / Math.max(1, states.length)) * MICROS_PER_SECOND);
}

/** The cause of a slot, or its state where a bar is stored. */
function whyOf({ causes, states }: MinuteDetail, slot: number): string {
  return causes[slot]?.text ?? `A bar is stored (${SLOT_STATES[states[slot] ?? 0]}).`;
}

function describe({ counts, volume, coarserVolume }: MinuteDetail): string {
  const known = [
    [counts.present, 'present'],
    [counts.filled, 'filled'],
    [counts.verifiedEmpty, 'verified empty'],
    [counts.missing, 'missing'],
  ] as const;
  const parts = known.filter(([count]) => count > 0).map(([count, name]) => `${formatCount(count)} ${name}`);
  const difference = coarserVolume === undefined ? 0 : coarserVolume - volume;
  const volumes =
    coarserVolume === undefined
      ? `volume ${formatVolume(volume)}`
      : `1s volume ${formatVolume(volume)} of ${formatVolume(coarserVolume)}`;
  return difference > 0
    ? `${parts.join(', ')}; short by ${plural(difference, 'share')}`
    : `${parts.join(', ')}; ${volumes}`;
}
