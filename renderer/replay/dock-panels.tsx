import type { DockviewPanelApi, IDockviewPanelHeaderProps, IDockviewPanelProps } from 'dockview-react';
import { useEffect, useState, type DragEvent, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';

import { ChartPanel } from '../chart/chart-panel.tsx';
import { SessionPanel } from '../session/session-panel.tsx';
import { TradingPanel } from '../trading/trading-panel.tsx';
import { Button } from '../ui/button.tsx';
import { chartedSymbols, indicatorsOf, linksOf } from './chart-list.ts';
import { titleOf } from './dock-layout.ts';
import { QualityPanel } from './quality-panel.tsx';
import { useWorkspace } from './workspace-context.ts';

/** Kind of the drag of a panel by its header. */
export const PANEL_DRAG = 'application/x-tapedeck-panel';

function startDrag(event: DragEvent, id: string): void {
  if (!(event.target instanceof Element) || event.target.closest('.head') === null) return;
  event.dataTransfer.setData(PANEL_DRAG, id);
  event.dataTransfer.effectAllowed = 'move';
}

/** A panel whose header is what it is dragged by. */
function Draggable({ id, children }: { id: string; children: ReactNode }): ReactElement {
  return (
    <div className="dock-panel" onDragStart={(event) => startDrag(event, id)}>
      {children}
    </div>
  );
}

export function ChartDock({ api }: IDockviewPanelProps): ReactElement {
  const { run, hub, group, store } = useWorkspace();
  const config = useStore(store, ({ charts }) => charts.find(({ id }) => id === api.id));
  const hasOthers = useStore(store, ({ charts }) => charts.length > 1);
  const symbols = chartedSymbols(run);
  const symbol = symbols.find((one) => one.symbol === config?.symbol);
  useEffect(() => {
    if (config !== undefined) api.setTitle(titleOf(config));
  }, [api, config]);
  if (config === undefined || symbol === undefined) return <></>;
  return (
    <Draggable id={api.id}>
      <ChartPanel
        key={config.symbol}
        id={config.id}
        run={run}
        symbol={symbol}
        interval={config.interval}
        hub={hub}
        group={group}
        links={linksOf(config)}
        onLinks={(links) => store.getState().link(config.id, links)}
        indicators={indicatorsOf(config)}
        onIndicators={(indicators) => store.getState().indicate(config.id, indicators)}
        onChange={(change) => store.getState().change(config.id, change)}
        controls={
          <>
            <Maximise api={api} />
            {hasOthers ? (
              <Button
                variant="ghost"
                size="s"
                icon="close"
                aria-label="Close chart"
                onClick={() => {
                  api.close();
                  store.getState().remove(config.id);
                }}
              />
            ) : undefined}
          </>
        }
      />
    </Draggable>
  );
}

function Maximise({ api }: { api: DockviewPanelApi }): ReactElement {
  const [isMaximised, setMaximised] = useState(false);
  useEffect(() => {
    const listening = api.onDidDimensionsChange(() => setMaximised(api.isMaximized()));
    return () => listening.dispose();
  }, [api]);
  return (
    <Button
      variant="ghost"
      size="s"
      icon="maximise"
      aria-label="Maximise"
      aria-pressed={isMaximised}
      keys="M"
      onClick={() => toggleMaximised(api)}
    />
  );
}

export function toggleMaximised(api: DockviewPanelApi): void {
  if (api.isMaximized()) api.exitMaximized();
  else api.maximize();
}

export function SessionDock({ api }: IDockviewPanelProps): ReactElement {
  const { run } = useWorkspace();
  return (
    <Draggable id={api.id}>
      <SessionPanel run={run}>
        <TradingPanel run={run} />
      </SessionPanel>
    </Draggable>
  );
}

export function QualityDock({ api }: IDockviewPanelProps): ReactElement {
  const { run, control } = useWorkspace();
  return (
    <Draggable id={api.id}>
      <QualityPanel run={run} onOpen={control.seek} />
    </Draggable>
  );
}

/** Where panels share a place, the tab of each. */
export function DockTab({ api }: IDockviewPanelHeaderProps): ReactElement {
  const [title, setTitle] = useState(api.title);
  useEffect(() => {
    const listening = api.onDidTitleChange((event) => setTitle(event.title));
    return () => listening.dispose();
  }, [api]);
  return <span className="dock-tab">{title}</span>;
}
