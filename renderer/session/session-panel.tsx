import './session-panel.css';
import type { ReactElement, ReactNode } from 'react';

import { MICROS_PER_SECOND } from '../../shared/market/time.ts';
import { percent } from '../../shared/quality/quality.ts';
import type { OpenRun, ReplayState, ReplayStatus, SymbolState } from '../../shared/session/replay.ts';
import { useReplay } from '../state/use-replay.ts';
import { useZone } from '../state/use-zone.ts';
import { directionOf, formatChange, formatCount, formatFixed, formatVolume, NONE } from '../ui/format.ts';
import { priceText } from '../ui/price-text.ts';
import { QualityFigure } from '../ui/quality.tsx';

const STATUS: Readonly<Record<ReplayStatus, string>> = {
  stopped: 'Stopped',
  running: 'Running',
  paused: 'Paused',
  seeking: 'Seeking',
  ended: 'Ended',
  failed: 'Failed',
};

/** The run as of the clock: where it stands, and every symbol and stream of it (G4). */
export function SessionPanel({ run, children }: { run: OpenRun; children?: ReactNode }): ReactElement {
  const state = useReplay();
  return (
    <section className="panel session" aria-label="Session" tabIndex={-1}>
      <div className="head" draggable>
        <h2>Session</h2>
        {state === undefined ? undefined : <span className="chip">{STATUS[state.status]}</span>}
        <span className="grow" />
        <span className="lab session-upkeep">{run.upkeepEnabled ? 'upkeep on' : 'upkeep off'}</span>
      </div>
      {state === undefined ? undefined : (
        <div className="body scroll" tabIndex={0} aria-label="Figures of the session" role="group">
          <ClockLines run={run} state={state} />
          <Symbols state={state} calendar={run.calendar} />
          {children}
          <Streams state={state} />
          <Remarks remarks={run.remarks} />
        </div>
      )}
    </section>
  );
}

function ClockLines({ run, state }: { run: OpenRun; state: ReplayState }): ReactElement {
  const zone = useZone(run.timeZone);
  const speed = state.speed === 'max' ? 'max' : `${state.speed.toLocaleString('en-US')}×`;
  const measured = state.status === 'running' ? `, last ${formatSpeed(state.measuredSpeed)}` : '';
  return (
    <>
      <dl className="session-lines">
        <dt>Clock</dt>
        <dd className="mono">{zone.seconds(state.clock)}</dd>
        <dt>Date</dt>
        <dd>{zone.shortDate(state.clock)}</dd>
        <dt>Speed</dt>
        <dd>
          {speed}
          {measured}
        </dd>
        <dt>Lag</dt>
        <dd>{formatCount(Math.round(state.lagMs))} ms</dd>
      </dl>
      {state.waitingFor === undefined ? undefined : (
        <p className="session-note">Waiting for {state.waitingFor} to be loaded.</p>
      )}
      {state.timerExpired ? (
        <p className="session-note warn">The session ran out of data before its end; its timer has expired.</p>
      ) : undefined}
      {state.error === undefined ? undefined : <p className="session-note bad">{state.error.message}</p>}
    </>
  );
}

function formatSpeed(speed: number): string {
  return `${formatFixed(speed, speed < 100 ? 1 : 0)}×`;
}

function Symbols({ state, calendar }: { state: ReplayState; calendar: string }): ReactElement {
  return (
    <table className="session-symbols">
      <thead>
        <tr>
          <th>
            Symbol
            <br />
            base
          </th>
          <th>
            Last
            <br />
            change
          </th>
          <th>
            High
            <br />
            low
          </th>
          <th>
            Bars
            <br />
            volume
          </th>
          <th>
            Quality
            <br />
            queue
          </th>
        </tr>
      </thead>
      <tbody>
        {state.symbols.map((symbol) => (
          <SymbolRow
            key={symbol.symbol}
            symbol={symbol}
            calendar={calendar}
            queue={queueOf(state, symbol)}
            clock={state.clock}
          />
        ))}
      </tbody>
    </table>
  );
}

/** A price that has not moved for so long is dimmed. */
const STALE_SECONDS = 60;

function SymbolRow({
  symbol,
  calendar,
  queue,
  clock,
}: {
  symbol: SymbolState;
  calendar: string;
  queue: number;
  clock: number;
}): ReactElement {
  const { last, change, high, low, priceScale, quality, lastUpdate } = symbol;
  const { column } = priceText(priceScale, calendar, last);
  const price = (value: number | undefined): string => (value === undefined ? NONE : column(value));
  const isStale =
    lastUpdate === undefined || clock - lastUpdate > STALE_SECONDS * MICROS_PER_SECOND * (symbol.base === '1m' ? 3 : 1);
  return (
    <tr>
      <td>
        <b>{symbol.symbol}</b>
        <br />
        <span className="t3">{symbol.base}</span>
      </td>
      <td>
        <span className={isStale ? 't3' : undefined}>{price(last)}</span>
        <br />
        <span className={change === undefined ? 't3' : directionOf(Math.round(change * 10_000))}>
          {change === undefined ? NONE : formatChange(change)}
        </span>
      </td>
      <td>
        {price(high)}
        <br />
        {price(low)}
      </td>
      <td>
        {formatCount(symbol.bars)}
        <br />
        {formatVolume(symbol.volume)}
      </td>
      <td>
        <QualityFigure
          quality={
            quality.expected === 0 ? undefined : percent(quality.present + quality.verifiedEmpty, quality.expected)
          }
        />
        <br />
        {formatCount(queue)}
      </td>
    </tr>
  );
}

/** Events of the symbol's streams that wait: their labels begin with its name. */
function queueOf(state: ReplayState, { symbol }: SymbolState): number {
  return state.streams.reduce((sum, { label, queue }) => (label.split(' ')[0] === symbol ? sum + queue : sum), 0);
}

function Streams({ state }: { state: ReplayState }): ReactElement {
  return (
    <>
      <div className="head sub">
        <h2>Streams</h2>
        <span className="lab">{formatCount(state.events)} events</span>
      </div>
      <table className="grid dense">
        <thead>
          <tr>
            <th>Stream</th>
            <th className="num">Delivered</th>
            <th className="num">Queue</th>
          </tr>
        </thead>
        <tbody>
          {state.streams.map(({ label, delivered, queue }) => (
            <tr key={label}>
              <td>{label}</td>
              <td className="num">{formatCount(delivered)}</td>
              <td className="num">{formatCount(queue)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Remarks({ remarks }: { remarks: readonly string[] }): ReactElement {
  if (remarks.length === 0) return <></>;
  return (
    <>
      <div className="head sub">
        <h2>Remarks</h2>
      </div>
      <ul className="session-remarks">
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </>
  );
}
