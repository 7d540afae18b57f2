import './quality.css';
import { useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { SessionDetail } from '../../../shared/ipc/contract.ts';
import { micros, MICROS_PER_SECOND, type Micros } from '../../../shared/market/time.ts';
import type { QualityCell } from '../../../shared/quality/quality.ts';
import { openReplayAt } from '../../state/open-replay.ts';
import { useServices } from '../../state/services.ts';
import { useZone } from '../../state/use-zone.ts';
import { longDate, type ZoneTime } from '../../state/zone-time.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatPercent, formatVolume, plural } from '../../ui/format.ts';
import type { HeatPlace } from '../../ui/heatmap/heat-data.ts';
import { Heatmap } from '../../ui/heatmap/heatmap.tsx';
import { hourMinuteMap, MINUTE_COLUMNS } from '../../ui/heatmap/hour-minute.ts';
import { SlotKeys } from '../../ui/heatmap/slot-key.tsx';
import { SlotMap } from '../../ui/heatmap/slot-map.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import { FloatingTip } from '../../ui/tooltip.tsx';
import { causeLines, countLines, gapsWithin } from './cause.ts';
import type { ChosenMinute, QualityStore } from './quality-store.ts';

/** One session of one series: day by hour in the last column, hour by minute, and minute by second beneath. */
export function OneDay({ store }: { store: QualityStore }): ReactElement {
  const services = useServices();
  const { series, day, detail, minute, chooseMinute } = useStore(store);
  const one = series?.find(({ id }) => id === day?.seriesId);
  const zone = useZone(detail?.timeZone);
  const isCurrent = detail !== undefined && one !== undefined && detail.session.date === day?.date;

  if (day === undefined || one === undefined) {
    return (
      <section className="panel" aria-label="One day">
        <div className="head">
          <h2>One day</h2>
        </div>
        <EmptyState text="Choose a day in the map to see its hours and minutes." />
      </section>
    );
  }
  const replay = (time?: Micros): void => {
    void openReplayAt(services, { ...one, date: day.date, ...(time === undefined ? {} : { time }) });
  };
  return (
    <section className="panel" aria-label="One day">
      <div className="head">
        <span className="crumb">
          {one.symbol} {one.interval}
          <Icon name="right" />
          <b>{longDate(day.date)}</b>
        </span>
        <span className="lab ell">hour × minute</span>
        <Button variant="ghost" size="s" onClick={() => replay()}>
          Open in Replay
        </Button>
      </div>
      {isCurrent ? (
        <DayBody
          symbol={one.symbol}
          interval={one.interval}
          detail={detail}
          zone={zone}
          minute={minute}
          onMinute={(time) => {
            chooseMinute(time).catch((error: unknown) => services.notices.getState().showError(error));
          }}
          onReplay={replay}
        />
      ) : (
        <EmptyState text="Reading the day." />
      )}
      <div className="keys">
        <SlotKeys kinds={['present', 'filled', 'verified empty', 'missing', 'short']} />
      </div>
    </section>
  );
}

interface DayBodyProps {
  readonly symbol: string;
  readonly interval: string;
  readonly detail: SessionDetail;
  readonly zone: ZoneTime;
  readonly minute: ChosenMinute | undefined;
  readonly onMinute: (time: Micros) => void;
  readonly onReplay: (time?: Micros) => void;
}

function DayBody({ symbol, interval, detail, zone, minute, onMinute, onReplay }: DayBodyProps): ReactElement {
  const map = useMemo(() => hourMinuteMap(symbol, detail.minutes, (time) => zone.wall(time)), [symbol, detail, zone]);
  const [hovered, setHovered] = useState<{ readonly cell: QualityCell; readonly anchor: DOMRect }>();
  const { session } = detail;
  const facts: readonly (readonly [string, string])[] = [
    ['Quality', formatPercent(session.quality)],
    ['Slots', formatCount(session.expected)],
    ['Present', formatCount(session.present)],
    ...(session.filled > 0 ? [['Filled', formatCount(session.filled)] as const] : []),
    ['Verified empty', formatCount(session.verifiedEmpty)],
    ['Missing', formatCount(session.missing)],
    ['Short', `${formatCount(session.short)} min`],
  ];
  const hover = (place: HeatPlace | undefined, anchor: DOMRect | undefined): void => {
    const cell = place === undefined ? undefined : map.cellAt(place);
    setHovered(cell === undefined || anchor === undefined ? undefined : { cell, anchor });
  };
  const withCell = (perform: (time: Micros) => void) => (place: HeatPlace) => {
    const cell = map.cellAt(place);
    if (cell !== undefined) perform(cell.from);
  };
  return (
    <>
      <div className="qline">
        {facts.map(([name, value]) => (
          <div key={name}>
            <span>{name}</span>
            {value}
          </div>
        ))}
      </div>
      <div className="body mapbody">
        <Heatmap
          label="Hours by minute"
          columns={MINUTE_COLUMNS}
          rows={map.rows}
          meanLabel="hour"
          labelWidth={42}
          minRow={9}
          maxRow={44}
          maxCell={22}
          chosen={minute === undefined ? undefined : map.placeOf(minute.time)}
          onHover={hover}
          onOpen={withCell(onMinute)}
          onReplay={withCell(onReplay)}
          onUp={focusDays}
        />
      </div>
      {minute === undefined ? undefined : (
        <Seconds symbol={symbol} interval={interval} minute={minute} zone={zone} onReplay={onReplay} />
      )}
      {hovered === undefined ? undefined : (
        <FloatingTip
          x={hovered.anchor.right + 6}
          y={hovered.anchor.bottom + 6}
          flipX={hovered.anchor.left - 6}
          flipY={hovered.anchor.top - 6}
        >
          <p>
            <b>
              {symbol} {zone.minutes(hovered.cell.from)}, quality {formatPercent(hovered.cell.quality)}
            </b>
          </p>
          {[
            ...countLines(hovered.cell),
            ...causeLines(detail, gapsWithin(detail.gaps, hovered.cell.from, hovered.cell.to), zone),
          ].map((line) => (
            <p key={line}>{line}</p>
          ))}
        </FloatingTip>
      )}
    </>
  );
}

/** Backspace in the hours goes back to the days. */
function focusDays(): void {
  document.querySelector<SVGElement>('[aria-label="Quality heatmap"]')?.focus();
}

interface SecondsProps {
  readonly symbol: string;
  readonly interval: string;
  readonly minute: ChosenMinute;
  readonly zone: ZoneTime;
  readonly onReplay: (time: Micros) => void;
}

function Seconds({ symbol, interval, minute, zone, onReplay }: SecondsProps): ReactElement {
  const chosen = minute.details.find(({ from }) => from === minute.time);
  const lengthOf = (slots: number): number => (60 / Math.max(1, slots)) * MICROS_PER_SECOND;
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
          rows={minute.details.map((detail) => ({
            label: zone.minutes(micros(detail.from)),
            isChosen: detail.from === minute.time,
            states: detail.states,
          }))}
          onOpen={(row, slot) => {
            const detail = minute.details[row];
            if (detail !== undefined) onReplay(micros(detail.from + slot * lengthOf(detail.states.length)));
          }}
        />
      </div>
    </>
  );
}

function describe({ counts, volume, coarserVolume }: ChosenMinute['details'][number]): string {
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
