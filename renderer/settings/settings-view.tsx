import './settings.css';
import { useEffect, useState, type ReactElement } from 'react';

import type { AppInfo, DoctorLine } from '../../shared/ipc/contract.ts';
import { useServices, useSettings } from '../state/services.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { EmptyState, Panel } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { CalendarsPanel } from './calendars-panel.tsx';

const THEMES = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'system', label: 'System' },
] as const;
const UP_DOWN = [
  { value: 'green-red', label: 'Green and red' },
  { value: 'blue-orange', label: 'Blue and orange' },
] as const;
const ZONES = [
  { value: 'exchange', label: 'Exchange' },
  { value: 'local', label: 'Local' },
  { value: 'utc', label: 'UTC' },
] as const;

/** Appearance, where data are kept, and whether this computer has what Tapedeck needs. */
export function SettingsView(): ReactElement {
  return (
    <main className="view settings" role="region" aria-label="Settings">
      <General />
      <Doctor />
      <CalendarsPanel />
    </main>
  );
}

function General(): ReactElement {
  const { client, settings: store, notices } = useServices();
  const settings = useSettings();
  const [info, setInfo] = useState<AppInfo>();
  useEffect(() => {
    client.request('app.info', {}).then(setInfo, (error: unknown) => notices.getState().showError(error));
  }, [client, notices]);
  const { update } = store.getState();
  return (
    <Panel title="Settings">
      <div className="body scroll">
        <dl className="rows">
          <dt>Theme</dt>
          <dd>
            <Segmented label="Theme" value={settings.theme} options={THEMES} onChange={(theme) => update({ theme })} />
          </dd>
          <dt>Up and down</dt>
          <dd>
            <Segmented
              label="Up and down"
              value={settings.upDown}
              options={UP_DOWN}
              onChange={(upDown) => update({ upDown })}
            />
          </dd>
          <dt>Times</dt>
          <dd>
            <Segmented
              label="Times"
              value={settings.timeZone}
              options={ZONES}
              onChange={(timeZone) => update({ timeZone })}
            />
          </dd>
          <dt>Data folder</dt>
          <dd className="mono selectable">
            {info === undefined ? '' : info.dataDir}
            {info?.readOnly === true ? (
              <span className="warn"> read only: another Tapedeck has it open</span>
            ) : undefined}
          </dd>
          <dt>Version</dt>
          <dd className="selectable">
            {info === undefined
              ? ''
              : `${info.version}, ${info.host === 'electron' ? 'Electron' : 'browser window over a loopback server'}`}
          </dd>
        </dl>
      </div>
    </Panel>
  );
}

function Doctor(): ReactElement {
  const { client, notices } = useServices();
  const [lines, setLines] = useState<readonly DoctorLine[]>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    client.request('app.doctor', {}).then(
      (answer) => {
        if (isCurrent) setLines(answer);
      },
      (error: unknown) => notices.getState().showError(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, notices, turn]);
  const failing = lines?.filter(({ ok }) => !ok).length ?? 0;
  const controls = (
    <Button
      variant="ghost"
      size="s"
      onClick={() => {
        setLines(undefined);
        setTurn(turn + 1);
      }}
    >
      Check again
    </Button>
  );
  return (
    <Panel
      title="This computer"
      facts={lines === undefined ? '' : failing === 0 ? 'all in order' : `${failing} of ${lines.length} need attention`}
      controls={controls}
    >
      <div className="body scroll">
        {lines === undefined ? (
          <EmptyState text="Checking." />
        ) : (
          <table className="grid" aria-label="This computer">
            <thead>
              <tr>
                <th>Check</th>
                <th>State</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ name, ok, value, remedy }) => (
                <tr key={name}>
                  <td>
                    <span className="key">
                      <Icon name={ok ? 'ok' : 'warn'} tone={ok ? 'ok' : 'warn'} />
                      {name.charAt(0).toUpperCase() + name.slice(1)}
                    </span>
                  </td>
                  <td className="value selectable">
                    {value}
                    {remedy === undefined ? undefined : <small>{remedy}</small>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  );
}
