import './quality.css';
import { useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { SessionDetail } from '../../../shared/ipc/contract.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { QualityCell } from '../../../shared/quality/quality.ts';
import { openReplayAt } from '../../state/open-replay.ts';
import { useServices } from '../../state/services.ts';
import { useZone } from '../../state/use-zone.ts';
import { longDate, type ZoneTime } from '../../state/zone-time.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatPercent } from '../../ui/format.ts';
import type { HeatPlace } from '../../ui/heatmap/heat-data.ts';
import { Heatmap } from '../../ui/heatmap/heatmap.tsx';
import { hourMinuteMap, MINUTE_COLUMNS } from '../../ui/heatmap/hour-minute.ts';
import { SlotKeys } from '../../ui/heatmap/slot-key.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import { FloatingTip } from '../../ui/tooltip.tsx';
import { causeLines, countLines, gapsWithin } from './cause.ts';
import type { ChosenMinute, QualityStore } from './quality-store.ts';
import { Seconds } from './seconds.tsx';

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
        <Seconds
          symbol={symbol}
          interval={interval}
          minute={minute}
          zone={zone}
          onReplay={onReplay}
          onUp={focusMinutes}
        />
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

const focusMap = (label: string): void => document.querySelector<SVGElement>(`[aria-label="${label}"]`)?.focus();
/** Backspace in the hours goes back to the days, in the seconds back to the minutes. */
const focusDays = (): void => focusMap('Quality heatmap');
const focusMinutes = (): void => focusMap('Hours by minute');
