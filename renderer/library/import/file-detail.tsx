import { useState, type ReactElement } from 'react';

import { MICROS_PER_MINUTE, parseIso } from '../../../shared/market/time.ts';
import type { FileInspection } from '../../../shared/store/import.ts';
import { longDate, zoneName } from '../../state/zone-time.ts';
import { formatBytes, formatCount, formatPercent, plural } from '../../ui/format.ts';
import { Note } from '../../ui/note.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ColumnsTable } from './columns-table.tsx';
import { FirstSessionChart } from './first-session-chart.tsx';
import { GuessGrid } from './guess-grid.tsx';
import type { ImportEntry, ImportStore } from './import-store.ts';
import { PreviewTable } from './preview-table.tsx';

const tabsOf = ({ written }: FileInspection) =>
  [
    { value: 'rows', label: written === undefined ? 'As stored' : 'As written' },
    { value: 'columns', label: 'Columns' },
  ] as const;

/** One file: guesses with evidence, first rows, first session against the exchange's hours, and how well zones fit. */
export function FileDetail({ entry, store }: { entry: ImportEntry; store: ImportStore }): ReactElement {
  const { inspection, failure } = entry;
  const [tab, setTab] = useState<'rows' | 'columns'>('rows');
  const correct = store.getState().correct;

  if (inspection === undefined) {
    return (
      <div className="detail">
        <div className="h">
          <h2 className="ell">{entry.name}</h2>
        </div>
        {failure === undefined ? <EmptyState text="Reading the file." /> : <Note tone="bad">{failure}</Note>}
      </div>
    );
  }
  const isRefused = inspection.status === 'refused';
  const unplaced = inspection.problems.filter(({ option }) => isRefused || option === undefined);
  const patch = (options: Parameters<typeof correct>[1]): void => void correct(entry.key, options);
  return (
    <div className="detail">
      <div className="h">
        <h2 className="ell selectable">{inspection.name}</h2>
        <span className="lab">
          {inspection.format}, {formatBytes(inspection.bytes)}, {plural(inspection.columns.length, 'column')},{' '}
          {plural(inspection.rows, 'row')}
        </span>
        <span className="grow" />
        <span className="lab mono selectable" title={`SHA-256 ${inspection.sha256}`}>
          {inspection.sha256.slice(0, 12)}
        </span>
      </div>
      {unplaced.map(({ message }) => (
        <Note key={message} tone={isRefused ? 'bad' : 'warn'}>
          {message}
        </Note>
      ))}
      {inspection.columns.length === 0 ? (
        <EmptyState text="Nothing in this file could be recognised." />
      ) : (
        <>
          <GuessGrid inspection={inspection} corrections={entry.corrections} onCorrect={patch} />
          <div className={entry.isUpdating ? 'low stale' : 'low'} aria-busy={entry.isUpdating}>
            <div>
              <div className="h">
                <Segmented label="Preview" size="s" value={tab} options={tabsOf(inspection)} onChange={setTab} />
                <span className="lab ell">{tab === 'rows' ? describeRows(inspection) : 'what each column means'}</span>
              </div>
              {tab === 'rows' ? (
                <PreviewTable inspection={inspection} zone={calendarZone(inspection)} />
              ) : (
                <ColumnsTable inspection={inspection} onCorrect={patch} />
              )}
            </div>
            <div>
              <SessionSide inspection={inspection} onZone={(timeZone) => patch({ timeZone })} />
            </div>
          </div>
        </>
      )}
      {inspection.warnings.length === 0 ? undefined : (
        <div className="warnings">
          {inspection.warnings.map((warning) => (
            <Note key={warning} tone="warn">
              {warning}
            </Note>
          ))}
        </div>
      )}
    </div>
  );
}

function SessionSide({
  inspection,
  onZone,
}: {
  inspection: FileInspection;
  onZone: (timeZone: string) => void;
}): ReactElement {
  const { firstSession, guess } = inspection;
  const zones = inspection.zones.filter(({ minutesExpected }) => minutesExpected > 0);
  return (
    <>
      <div className="h">
        <h2>First session</h2>
        <span className="lab ell">{firstSession === undefined ? '' : longDate(firstSession.date)}</span>
      </div>
      {firstSession === undefined ? (
        <EmptyState text={withoutSession(inspection)} />
      ) : (
        <FirstSessionChart
          session={firstSession}
          offset={wallOffset(inspection)}
          places={Math.min(guess.priceScale ?? 2, 5)}
        />
      )}
      {zones.length === 0 ? undefined : (
        <>
          <div className="h">
            <h2>Zone</h2>
            <span className="lab ell">rows inside exchange hours if stamps were of that zone</span>
          </div>
          <div className="zones">
            {zones.slice(0, 5).map((fit) => (
              <button
                key={fit.timeZone}
                type="button"
                className={fit.timeZone === guess.timeZone ? 'zone on' : 'zone'}
                aria-label={`Use ${fit.timeZone}`}
                onClick={() => onZone(fit.timeZone)}
              >
                <span className="ell">{zoneName(fit.timeZone)}</span>
                <span className="track">
                  <i style={{ width: `${Math.min(100, fit.share * 100)}%` }} />
                </span>
                <span className="lab">
                  {formatPercent(fit.share * 100)}, {formatCount(fit.minutesHit)} of {formatCount(fit.minutesExpected)}{' '}
                  min
                </span>
              </button>
            ))}
          </div>
        </>
      )}
    </>
  );
}

function describeRows(inspection: FileInspection): string {
  return inspection.written === undefined ? `${describeKind(inspection)}, UTC` : 'until the question is answered';
}

function describeKind({ guess }: FileInspection): string {
  const [first] = guess.symbols;
  const symbol = guess.symbols.length > 1 ? plural(guess.symbols.length, 'symbol') : (first ?? '');
  return [symbol, guess.kind === 'bars' ? guess.interval : guess.kind].filter(Boolean).join(' ');
}

/** The calendar's zone is told by the rows alone: their wall time against UTC. */
function wallOffset({ preview }: FileInspection): number {
  const [row] = preview;
  const utc = row === undefined ? undefined : parseIso(row.time);
  const wall =
    row === undefined ? undefined : parseIso(`${row.local.replace(/(Z|[+-]\d{2}:?\d{2})$/, '').slice(0, 19)}Z`);
  return utc === undefined || wall === undefined ? 0 : Math.round((wall - utc) / MICROS_PER_MINUTE) * 60;
}

const ZONES: Readonly<Record<string, string>> = {
  'us-equities': 'New York',
  weekdays: 'New York',
  cme: 'Chicago',
  'fx-24x5': 'New York',
  '24x7': 'UTC',
};

function calendarZone({ guess }: FileInspection): string {
  return ZONES[guess.calendar ?? ''] ?? 'local';
}

/** Why there is no first session to draw. Rows that wait for an answer have not been read yet. */
function withoutSession({ status, problems }: FileInspection): string {
  if (status === 'refused') return 'Nothing of this file can be stored.';
  if (problems.some(({ option }) => option !== undefined)) return 'Appears when the question is answered.';
  return 'No session of the calendar holds rows of this file.';
}
