import './quality.css';
import { useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { Gap } from '../../../shared/quality/quality.ts';
import { openReplayAt } from '../../state/open-replay.ts';
import { useServices } from '../../state/services.ts';
import { useZone } from '../../state/use-zone.ts';
import { shortDate } from '../../state/zone-time.ts';
import { formatCount, formatSigned, NONE, plural } from '../../ui/format.ts';
import { SlotSample } from '../../ui/heatmap/slot-key.tsx';
import { minuteOf } from '../../ui/heatmap/hour-minute.ts';
import { EmptyState, Panel } from '../../ui/panel.tsx';
import { useRowWindow } from '../../ui/use-row-window.ts';
import { longestFirst } from './cause.ts';
import type { QualityStore } from './quality-store.ts';

const ROW = 20;

/** Spans of missing slots of the chosen day, longest first. */
export function GapsPanel({ store }: { store: QualityStore }): ReactElement {
  const services = useServices();
  const { series, day, detail, minute, chooseMinute } = useStore(store);
  const zone = useZone(detail?.timeZone);
  const gaps = useMemo(() => [...(detail?.gaps ?? [])].sort(longestFirst), [detail]);
  const { box, rows, before, after } = useRowWindow(gaps.length, ROW, 20);
  const one = series?.find(({ id }) => id === day?.seriesId);
  const choose = (gap: Gap): void => {
    chooseMinute(gap.from).catch((error: unknown) => services.notices.getState().showError(error));
  };
  const replay = (gap: Gap): void => {
    if (one !== undefined && day !== undefined) void openReplayAt(services, { ...one, date: day.date, time: gap.from });
  };
  const evidence = detail?.evidence.join('; ') ?? '';
  const facts =
    one === undefined || day === undefined || detail === undefined
      ? ''
      : `${one.symbol} ${one.interval}, ${shortDate(day.date)}: ${plural(detail.session.missing, 'slot')}, longest first`;

  return (
    <Panel
      title="Gaps"
      region="Gaps"
      facts={facts}
      foot={evidence === '' ? undefined : <span className="evidence">{evidence}</span>}
    >
      <div className="body scroll" ref={box}>
        {gaps.length === 0 ? (
          <EmptyState
            text={detail === undefined ? 'Gaps of the chosen day appear here.' : 'This day has no missing slots.'}
          />
        ) : (
          <table className="grid dense gaps" role="grid" aria-label="Gaps">
            <thead>
              <tr>
                <th>From</th>
                <th className="num">Slots</th>
                <th>State</th>
                <th className="num">1m − 1s volume</th>
              </tr>
            </thead>
            <tbody>
              {before > 0 ? <tr style={{ height: before }} aria-hidden="true" /> : undefined}
              {rows.map(({ index }) => {
                const gap = gaps[index];
                return gap === undefined ? undefined : (
                  <tr
                    key={gap.from}
                    tabIndex={0}
                    aria-selected={minute !== undefined && minuteOf(gap.from) === minute.time}
                    onClick={() => choose(gap)}
                    onDoubleClick={() => replay(gap)}
                    onKeyDown={(event) => {
                      if (event.key === 'Enter') choose(gap);
                    }}
                  >
                    <td className="mono">{zone.seconds(gap.from)}</td>
                    <td className="num">{formatCount(gap.slots)}</td>
                    <td>
                      <span className="key">
                        <SlotSample kind={gap.state} />
                        {gap.state}
                      </span>
                    </td>
                    <td className="num t2">
                      {gap.volumeDifference === undefined ? NONE : formatSigned(gap.volumeDifference, 0)}
                    </td>
                  </tr>
                );
              })}
              {after > 0 ? <tr style={{ height: after }} aria-hidden="true" /> : undefined}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  );
}
