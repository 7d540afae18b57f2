import { useEffect, useMemo, useState, type ReactElement } from 'react';

import type { SessionDetail } from '../../shared/ipc/contract.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import { micros, MICROS_PER_MINUTE, type Micros } from '../../shared/market/time.ts';
import type { OpenRun, ReplayState } from '../../shared/session/replay.ts';
import { useServices } from '../state/services.ts';
import { useReplay } from '../state/use-replay.ts';
import { useZone } from '../state/use-zone.ts';
import { formatCount, formatPercent } from '../ui/format.ts';
import type { HeatPlace } from '../ui/heatmap/heat-data.ts';
import { Heatmap } from '../ui/heatmap/heatmap.tsx';
import { hourMinuteMap, MINUTE_COLUMNS } from '../ui/heatmap/hour-minute.ts';
import { EmptyState } from '../ui/panel.tsx';
import { QualityKeys } from '../ui/quality.tsx';
import { Select } from '../ui/select.tsx';
import { percent } from '../../shared/quality/quality.ts';
import { chartedSymbols } from './chart-list.ts';

/** Quality of one symbol in the current session, hour by minute; what is ahead of the clock is dimmed. */
export function QualityPanel({ run, onOpen }: { run: OpenRun; onOpen: (time: Micros) => void }): ReactElement {
  const symbols = chartedSymbols(run);
  const [chosen, setChosen] = useState(symbols[0]?.symbol);
  const symbol = symbols.find((one) => one.symbol === chosen) ?? symbols[0];
  const state = useReplay();
  const zone = useZone(run.timeZone);
  const detail = useSessionDetail(run, symbol?.symbol, symbol?.base, state?.date);
  const minute = Math.floor((state?.clock ?? 0) / MICROS_PER_MINUTE);
  const map = useMemo(
    () =>
      detail === undefined || symbol === undefined
        ? undefined
        : hourMinuteMap(symbol.symbol, detail.minutes, (time) => zone.wall(time), micros(minute * MICROS_PER_MINUTE)),
    [symbol, detail, zone, minute],
  );
  const withCell = (place: HeatPlace): void => {
    const cell = map?.cellAt(place);
    if (cell !== undefined) onOpen(cell.from);
  };
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
          {state === undefined ? '' : `hour × minute, ${zone.shortDate(state.clock)} to ${zone.minutes(state.clock)}`}
        </span>
      </div>
      {state === undefined || symbol === undefined ? undefined : <Figures state={state} symbol={symbol.symbol} />}
      {map === undefined ? (
        <EmptyState text={symbol === undefined ? 'The run has no bars.' : 'Reading the session.'} />
      ) : (
        <div className="body quality-map">
          <Heatmap
            label="Quality of the session by minute"
            columns={MINUTE_COLUMNS}
            rows={map.rows}
            meanLabel="hour"
            labelWidth={42}
            minRow={9}
            maxRow={34}
            chosen={state === undefined ? undefined : map.placeOf(state.clock)}
            onReplay={withCell}
          />
        </div>
      )}
      <div className="quality-keys">
        <QualityKeys />
      </div>
    </section>
  );
}

/** Counts of the session up to the clock. */
function Figures({ state, symbol }: { state: ReplayState; symbol: string }): ReactElement {
  const counts = state.symbols.find((one) => one.symbol === symbol)?.quality;
  if (counts === undefined) return <></>;
  const { expected, present, verifiedEmpty, missing, filled } = counts;
  const facts: readonly (readonly [string, string])[] = [
    ['Quality', formatPercent(percent(present + verifiedEmpty, expected))],
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
    start();
    const stop = client.on('quality.changed', start);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [client, notices, run, symbol, base, date, key]);
  return known?.key === key ? known.detail : undefined;
}

function seriesOf(series: readonly SeriesSummary[], symbol: string, base: string): SeriesSummary | undefined {
  return series.find((one) => one.kind === 'bars' && one.symbol === symbol && one.interval === base);
}
