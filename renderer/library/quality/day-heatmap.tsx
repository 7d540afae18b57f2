import './quality.css';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { SessionDetail } from '../../../shared/ipc/contract.ts';
import type { DayQuality, SeriesDays } from '../../../shared/store/catalogue.ts';
import { openReplayAt } from '../../state/open-replay.ts';
import { useServices, useSettings } from '../../state/services.ts';
import { displayZone, longDate, monthName } from '../../state/zone-time.ts';
import { formatPercent } from '../../ui/format.ts';
import { Heatmap } from '../../ui/heatmap/heatmap.tsx';
import type { HeatPlace } from '../../ui/heatmap/heat-data.ts';
import { SlotKeys } from '../../ui/heatmap/slot-key.tsx';
import { EmptyState, Panel } from '../../ui/panel.tsx';
import { QualityKeys } from '../../ui/quality.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { FloatingTip } from '../../ui/tooltip.tsx';
import { causeLines, countLines, longestFirst } from './cause.ts';
import { ALL_DATES, dayMap, monthsOf } from './day-map.ts';
import type { DamageOn } from './damaged-days.ts';
import type { QualityStore } from './quality-store.ts';

const MEASURES = [
  { value: 'quality', label: 'Quality' },
  { value: 'coverage', label: 'Coverage' },
] as const;

interface Hovered {
  readonly series: SeriesDays;
  readonly day: DayQuality;
  readonly anchor: DOMRect;
  readonly detail?: SessionDetail;
}

/** Symbol by day: the first level of quality. */
export function DayHeatmap({ store, damaged }: { store: QualityStore; damaged: DamageOn }): ReactElement {
  const services = useServices();
  const { series, period, measure, day, setPeriod, setMeasure, chooseDay, peek } = useStore(store);
  const map = useMemo(() => dayMap(series ?? [], period, measure, damaged), [series, period, measure, damaged]);
  const months = useMemo(() => monthsOf(series ?? []), [series]);
  const [hovered, setHovered] = useState<Hovered>();
  const hoverCount = useRef(0);
  const chosen = day === undefined ? undefined : map.placeOf(day.seriesId, day.date);

  const hover = (place: HeatPlace | undefined, anchor: DOMRect | undefined): void => {
    const turn = ++hoverCount.current;
    const one = place === undefined ? undefined : map.seriesAt(place);
    const cell = place === undefined ? undefined : map.dayAt(place);
    if (one === undefined || cell === undefined || anchor === undefined) {
      setHovered(undefined);
      return;
    }
    setHovered({ series: one, day: cell, anchor });
    if (cell.missing === 0) return;
    peek({ seriesId: one.id, date: cell.date }).then(
      (detail) => {
        if (turn === hoverCount.current) setHovered({ series: one, day: cell, anchor, detail });
      },
      () => undefined,
    );
  };
  const open = (place: HeatPlace): void => {
    const one = map.seriesAt(place);
    const cell = map.dayAt(place);
    if (one === undefined || cell === undefined) return;
    chooseDay({ seriesId: one.id, date: cell.date }).catch((error: unknown) =>
      services.notices.getState().showError(error),
    );
  };
  const replay = (place: HeatPlace): void => {
    const one = map.seriesAt(place);
    const cell = map.dayAt(place);
    if (one !== undefined && cell !== undefined) void openReplayAt(services, { ...one, date: cell.date });
  };

  const hasData = months.length > 0;
  const hasDamage = map.rows.some(({ cells }) => cells.some((cell) => cell?.isDamaged === true));
  const controls = hasData ? (
    <>
      <Select
        label="Month"
        variant="ghost"
        size="s"
        value={period}
        options={[
          ...months.map((month) => ({ value: month, label: monthName(month) })),
          { value: ALL_DATES, label: 'All dates' },
        ]}
        onChange={setPeriod}
      />
      <Segmented label="Measure" size="s" value={measure} options={MEASURES} onChange={setMeasure} />
    </>
  ) : undefined;

  return (
    <Panel title="Quality" region="Quality" facts="symbol × day" controls={controls}>
      <div className="body mapbody">
        {series === undefined ? (
          <EmptyState text="Reading the quality of what is stored." />
        ) : !hasData ? (
          <EmptyState text="Quality appears here when bars are stored." />
        ) : (
          <Heatmap
            label="Quality heatmap"
            columns={map.columns}
            rows={map.rows}
            meanLabel={period === ALL_DATES ? 'all' : 'month'}
            labelWidth={labelWidth(map.rows)}
            minRow={14}
            maxRow={40}
            chosen={chosen}
            onHover={hover}
            onOpen={open}
            onReplay={replay}
          />
        )}
      </div>
      {hasData ? (
        <div className="keys">
          <QualityKeys />
          <SlotKeys kinds={hasDamage ? ['not in store', 'file damaged'] : ['not in store']} />
        </div>
      ) : undefined}
      {hovered === undefined ? undefined : <DayTip hovered={hovered} damaged={damaged} />}
    </Panel>
  );
}

/** Room for the longest label, at about 6.6 px a letter. */
function labelWidth(rows: readonly { readonly label: string; readonly detail?: string }[]): number {
  const longest = Math.max(0, ...rows.map(({ label, detail = '' }) => label.length + detail.length));
  return Math.min(150, Math.max(64, Math.round(longest * 6.6 + 14)));
}

interface DayTipProps {
  readonly hovered: Hovered;
  readonly damaged: DamageOn;
}

function DayTip({ hovered: { series, day, anchor, detail }, damaged }: DayTipProps): ReactElement {
  const zone = displayZone(useSettings().timeZone, detail?.timeZone);
  const gaps = detail === undefined ? [] : [...detail.gaps].sort(longestFirst);
  const file = damaged(series.id, day.date);
  const lines = [
    ...(file === undefined ? [] : [`stored file ${file.reason}: import the date again or restore a backup`]),
    ...countLines(day),
    `coverage ${formatPercent(day.coverage)}`,
    ...(detail === undefined ? [] : causeLines(detail, gaps, zone)),
  ];
  return (
    <FloatingTip x={anchor.right + 6} y={anchor.bottom + 6} flipX={anchor.left - 6} flipY={anchor.top - 6}>
      <p>
        <b>
          {series.symbol} {series.interval}, {longDate(day.date)}, quality {formatPercent(day.quality)}
        </b>
      </p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </FloatingTip>
  );
}
