import { memo, useEffect, useMemo, useState, type ReactElement } from 'react';

import type { SessionDetail } from '../../shared/ipc/contract.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import { micros, type Micros } from '../../shared/market/time.ts';
import type { OpenRun } from '../../shared/session/replay.ts';
import { useServices } from '../state/services.ts';
import { useReplay } from '../state/use-replay.ts';
import { useZone } from '../state/use-zone.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import { formatCount, formatPercent, NONE } from '../ui/format.ts';
import { Heatmap } from '../ui/heatmap/heatmap.tsx';
import { hourMinuteMap, minuteOf, MINUTE_COLUMNS } from '../ui/heatmap/hour-minute.ts';
import { SlotKeys } from '../ui/heatmap/slot-key.tsx';
import { EmptyState } from '../ui/panel.tsx';
import { QualityKeys } from '../ui/quality.tsx';
import { Select } from '../ui/select.tsx';
import { percent } from '../../shared/quality/quality.ts';
import { chartedSymbols } from './chart-list.ts';

/** A date that the clock only passes is not asked for. */
const SETTLE_MS = 150;
/** Least wall milliseconds between two drawings of the map. */
const MAP_MS = 250;

/** Quality of one symbol in the current session, hour by minute; what is ahead of the clock is dimmed. */
export function QualityPanel({ run, onOpen }: { run: OpenRun; onOpen: (time: Micros) => void }): ReactElement {
  const symbols = chartedSymbols(run);
  const [chosen, setChosen] = useState(symbols[0]?.symbol);
  const symbol = symbols.find((one) => one.symbol === chosen) ?? symbols[0];
  const zone = useZone(run.timeZone);
  const state = useReplay(MAP_MS);
  const date = state?.date;
  const minute = minuteOf(state?.clock ?? micros(0));
  const detail = useSessionDetail(run, symbol?.symbol, symbol?.base, date);
  return (
    <section className="panel" aria-label="Quality" tabIndex={-1}>
      <div className="head" draggable>
        <h2>Quality</h2>
        <Select
          label="Quality of"
          variant="ghost"
          size="s"
          value={symbol?.symbol ?? ''}
          options={symbols.map((one) => ({ value: one.symbol, label: `${one.symbol} ${one.base}` }))}
          onChange={setChosen}
        />
        <span className="lab ell grow">
          {date === undefined ? '' : `hour × minute, ${zone.shortDate(minute)} to ${zone.minutes(minute)}`}
        </span>
      </div>
      {symbol === undefined ? undefined : <Figures symbol={symbol.symbol} />}
      {detail === undefined || symbol === undefined ? (
        <EmptyState text={symbol === undefined ? 'The run has no bars.' : 'Reading the session.'} />
      ) : (
        <MinuteMap symbol={symbol.symbol} detail={detail} zone={zone} minute={minute} onOpen={onOpen} />
      )}
      <div className="quality-keys">
        <QualityKeys />
        <SlotKeys kinds={['short']} />
      </div>
    </section>
  );
}

interface MinuteMapProps {
  readonly symbol: string;
  readonly detail: SessionDetail;
  readonly zone: ZoneTime;
  /** Start of the minute that the clock is in. */
  readonly minute: Micros;
  readonly onOpen: (time: Micros) => void;
}

/** Drawn when the minute changes, not with every frame. */
const MinuteMap = memo(function MinuteMap({ symbol, detail, zone, minute, onOpen }: MinuteMapProps): ReactElement {
  const map = useMemo(() => hourMinuteMap(symbol, detail.minutes, (time) => zone.wall(time)), [symbol, detail, zone]);
  return (
    <div className="body quality-map">
      <Heatmap
        label="Quality of the session by minute"
        columns={MINUTE_COLUMNS}
        rows={map.rows}
        meanLabel="hour"
        labelWidth={42}
        minRow={9}
        maxRow={34}
        chosen={map.placeOf(minute)}
        aheadFrom={map.aheadFrom(minute)}
        onReplay={(place) => {
          const cell = map.cellAt(place);
          if (cell !== undefined) onOpen(cell.from);
        }}
      />
    </div>
  );
});

/** Counts of the session up to the clock. */
function Figures({ symbol }: { symbol: string }): ReactElement {
  const counts = useReplay()?.symbols.find((one) => one.symbol === symbol)?.quality;
  if (counts === undefined) return <></>;
  const { expected, present, verifiedEmpty, missing, filled } = counts;
  const facts: readonly (readonly [string, string])[] = [
    ['Quality', expected === 0 ? NONE : formatPercent(percent(present + verifiedEmpty, expected))],
    ['Slots', formatCount(expected)],
    ['Present', formatCount(present)],
    ['Filled', formatCount(filled)],
    ['Verified empty', formatCount(verifiedEmpty)],
    ['Missing', formatCount(missing)],
  ];
  return (
    <dl className="quality-figures">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Minutes of the session that the clock is in, of the series that the run streams; `undefined` while they are read. */
function useSessionDetail(
  run: OpenRun,
  symbol: string | undefined,
  base: string | undefined,
  date: string | undefined,
): SessionDetail | undefined {
  const { client, notices } = useServices();
  const [known, setKnown] = useState<{ readonly key: string; readonly detail: SessionDetail }>();
  const key = `${symbol} ${base} ${date}`;
  useEffect(() => {
    if (symbol === undefined || base === undefined || date === undefined) return undefined;
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const series = seriesOf(await client.request('catalog.list', {}), symbol, base);
      if (series === undefined || !isCurrent) return;
      const detail = await client.request('quality.session', { seriesId: series.id, date });
      if (isCurrent) setKnown({ key, detail });
    };
    const start = (): void => {
      read().catch((error: unknown) => {
        if (isCurrent) notices.getState().showError(error);
      });
    };
    let timer = setTimeout(start, SETTLE_MS);
    const stop = client.on('quality.changed', ({ days }) => {
      if (!days.some((day) => day.date === date)) return;
      clearTimeout(timer);
      timer = setTimeout(start, SETTLE_MS);
    });
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      stop();
    };
  }, [client, notices, run, symbol, base, date, key]);
  return known?.key === key ? known.detail : undefined;
}

function seriesOf(series: readonly SeriesSummary[], symbol: string, base: string): SeriesSummary | undefined {
  return series.find((one) => one.kind === 'bars' && one.symbol === symbol && one.interval === base);
}
