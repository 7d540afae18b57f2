import './results.css';
import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { Micros } from '../../shared/market/time.ts';
import type { RoundTrip } from '../../shared/trading/position.ts';
import type { ResultDetail } from '../../shared/trading/result-detail.ts';
import { openResultAt } from '../state/open-result.ts';
import { useServices } from '../state/services.ts';
import { useZone } from '../state/use-zone.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import { Button } from '../ui/button.tsx';
import { formatChange, formatCount, formatFixed, formatSigned, directionOf, NONE } from '../ui/format.ts';
import { EmptyState, Panel } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { DeleteResultDialog } from './delete-dialog.tsx';
import { EquityChart } from './equity-chart.tsx';
import type { EquityUnit } from './equity-paint.ts';
import { FillsGrid, OrdersGrid } from './orders-fills.tsx';
import type { ResultsStore } from './results-store.ts';
import { comparedNames, resultName } from './result-names.ts';
import { ReturnsCalendar } from './returns-calendar.tsx';
import { Review } from './review.tsx';
import { RoundTrips } from './round-trips.tsx';
import { Statistics } from './statistics.tsx';

const MONEY = 10_000;

/** A stored result: what it earned, what makes it doubtful, and every round trip. */
export function ResultsView({ store }: { store: ResultsStore }): ReactElement {
  const { notices, commands } = useServices();
  const { results, shownId, comparedId, details } = useStore(store);
  useEffect(() => {
    store
      .getState()
      .refresh()
      .catch((error: unknown) => notices.getState().showError(error));
  }, [store, notices]);
  const detail = shownId === undefined ? undefined : details.get(shownId);
  const compared = comparedId === undefined ? undefined : details.get(comparedId);
  return (
    <main className="view res" role="region" aria-label="Results">
      <DeleteResultDialog store={store} />
      {detail !== undefined ? (
        <Shown detail={detail} compared={compared} />
      ) : (
        <div className="panel none">
          {results?.length === 0 ? (
            <EmptyState text="No results yet. Run a strategy over recorded sessions; its result is kept here.">
              <Button variant="primary" size="l" onClick={() => commands.getState().run('view.strategies')}>
                Strategies
              </Button>
            </EmptyState>
          ) : (
            <EmptyState text="Reading the results." />
          )}
        </div>
      )}
    </main>
  );
}

interface ShownProps {
  readonly detail: ResultDetail;
  readonly compared: ResultDetail | undefined;
}

function Shown({ detail, compared }: ShownProps): ReactElement {
  const services = useServices();
  const zone = useZone(detail.timeZone);
  const open = (time: Micros): void => void openResultAt(services, detail, time);
  const all = compared === undefined ? [detail] : [detail, compared];
  const names = compared === undefined ? [resultName(detail.summary)] : comparedNames(all.map((one) => one.summary));
  return (
    <>
      <EquityPanel all={all} names={names} zone={zone} onOpen={open} />
      <Review findings={detail.findings} />
      <Statistics columns={all.map(({ statistics }, index) => ({ name: names[index] ?? '', values: statistics }))} />
      <Records detail={detail} zone={zone} onOpen={open} />
      <Returns detail={detail} />
    </>
  );
}

interface EquityPanelProps {
  readonly all: readonly ResultDetail[];
  /** As many as results. */
  readonly names: readonly string[];
  readonly zone: ZoneTime;
  readonly onOpen: (time: Micros) => void;
}

function EquityPanel({ all, names, zone, onOpen }: EquityPanelProps): ReactElement {
  const [unit, setUnit] = useState<EquityUnit>('money');
  const [first] = all;
  const currency = first?.currency ?? '';
  const key = (
    <span className="eqkey">
      {names.map((name, index) => (
        <span key={index}>
          <i />
          {name}
        </span>
      ))}
    </span>
  );
  const controls = (
    <Segmented
      label="Scale"
      size="s"
      value={unit}
      options={[
        { value: 'money', label: currency },
        { value: 'percent', label: '%' },
        { value: 'log', label: 'log' },
      ]}
      onChange={setUnit}
    />
  );
  return (
    <Panel title="Equity" facts={key} controls={controls}>
      <Headline all={all} />
      <EquityChart curves={all.map(({ curve }) => curve)} unit={unit} zone={zone} currency={currency} onOpen={onOpen} />
    </Panel>
  );
}

function Headline({ all }: { all: readonly ResultDetail[] }): ReactElement {
  const [first, second] = all;
  if (first === undefined) return <></>;
  const net = ({ summary }: ResultDetail): number => (summary.equityEnd - summary.equityStart) / MONEY;
  const change = (value: number | null | undefined): string =>
    value === null || value === undefined ? NONE : formatChange(value);
  const ratio = (value: number | null | undefined): string =>
    value === null || value === undefined ? NONE : formatFixed(value, 2);
  const entries: readonly (readonly [string, (one: ResultDetail) => string, ((one: ResultDetail) => number)?])[] = [
    ['Net result', (one) => `${formatSigned(net(one), 2)} ${one.currency}`, net],
    ['Total return', ({ summary }) => change(summary.totalReturn), ({ summary }) => summary.totalReturn ?? 0],
    ['Max drawdown', ({ summary }) => change(summary.maxDrawdown === null ? null : -Math.abs(summary.maxDrawdown))],
    ['Sharpe', ({ summary }) => ratio(summary.sharpe)],
    ['Round trips', ({ summary }) => formatCount(summary.trades)],
    ['Buy and hold', ({ statistics }) => change(statistics['buyAndHoldReturn'])],
  ];
  return (
    <dl className="heads">
      {entries.map(([label, text, direction]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span className={direction === undefined ? undefined : directionOf(direction(first))}>{text(first)}</span>
            {second === undefined ? undefined : <small>{text(second)}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Side = 'all' | 'long' | 'short';
type Records = 'trips' | 'orders' | 'fills';

interface RecordsProps {
  readonly detail: ResultDetail;
  readonly zone: ZoneTime;
  readonly onOpen: (time: Micros) => void;
}

function Records({ detail, zone, onOpen }: RecordsProps): ReactElement {
  const [shown, setShown] = useState<Records>('trips');
  const [side, setSide] = useState<Side>('all');
  const numbered = detail.roundTrips.map((trip, index) => ({ ...trip, number: index + 1 })).reverse();
  const trips = side === 'all' ? numbered : numbered.filter((trip) => trip.side === side);
  const count = (wanted: Side): string => formatCount(numbered.filter((trip) => trip.side === wanted).length);
  const controls = (
    <>
      {shown === 'trips' ? (
        <Segmented
          label="Side"
          size="s"
          value={side}
          options={[
            { value: 'all', label: 'All' },
            { value: 'long', label: `Long ${count('long')}` },
            { value: 'short', label: `Short ${count('short')}` },
          ]}
          onChange={setSide}
        />
      ) : undefined}
      <Segmented
        label="Records"
        size="s"
        value={shown}
        options={[
          { value: 'trips', label: 'Round trips' },
          { value: 'orders', label: 'Orders' },
          { value: 'fills', label: 'Fills' },
        ]}
        onChange={setShown}
      />
    </>
  );
  const facts = {
    trips: `${formatCount(trips.length)}, latest first; a click opens Replay at the entry`,
    orders: `${formatCount(detail.orders.length)}; Enter opens Replay where it was placed`,
    fills: `${formatCount(detail.fills.length)}; Enter opens Replay where it was known`,
  }[shown];
  const title = { trips: 'Round trips', orders: 'Orders', fills: 'Fills' }[shown];
  return (
    <Panel title={title} facts={facts} controls={controls}>
      <div className="body">
        {shown === 'orders' ? (
          <OrdersGrid orders={detail.orders} zone={zone} onOpen={onOpen} />
        ) : shown === 'fills' ? (
          <FillsGrid fills={detail.fills} zone={zone} onOpen={onOpen} />
        ) : trips.length === 0 ? (
          <EmptyState text="No position was opened and closed in this run." />
        ) : (
          <RoundTrips trips={trips} zone={zone} onOpen={(trip) => onOpen(entryKnown(detail, trip))} />
        )}
      </div>
    </Panel>
  );
}

function Returns({ detail }: { detail: ResultDetail }): ReactElement {
  const [by, setBy] = useState<'day' | 'month'>('day');
  const { eventLogSha256, reportSha256 } = detail.summary;
  return (
    <Panel
      title="Returns"
      facts={by === 'day' ? "percent of the session's opening equity" : 'percent a month'}
      controls={
        <Segmented
          label="Period"
          size="s"
          value={by}
          options={[
            { value: 'day', label: 'Day' },
            { value: 'month', label: 'Month' },
          ]}
          onChange={setBy}
        />
      }
      foot={
        <>
          <span className="ell selectable">{`event log ${eventLogSha256.slice(0, 12)}`}</span>
          <span className="grow" />
          <span className="ell selectable">{`report ${reportSha256.slice(0, 12)}`}</span>
        </>
      }
    >
      <div className="body scroll">
        <ReturnsCalendar sessions={detail.sessions} by={by} />
      </div>
    </Panel>
  );
}

/** When the entry of a round trip had become known, later than it happened where a bar filled it: before, Replay does not show it. */
function entryKnown({ fills }: ResultDetail, trip: RoundTrip): Micros {
  return fills.find(({ id }) => id === trip.fills[0])?.knownAt ?? trip.entryTime;
}
