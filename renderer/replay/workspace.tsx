import type { DockviewApi } from 'dockview-react';
import { useEffect, useMemo, useState, type ReactElement } from 'react';

import type { OpenRun } from '../../shared/session/replay.ts';
import { ChartGroup } from '../chart/chart-group.ts';
import { ChartHub } from '../chart/chart-hub.ts';
import { useServices, type Services } from '../state/services.ts';
import { useCommands } from '../state/use-commands.ts';
import { useZone } from '../state/use-zone.ts';
import { createBreakpointsStore } from './breakpoints-store.ts';
import { addChart, hideSingleTabs, layOut } from './dock-layout.ts';
import { toggleMaximised } from './dock-panels.tsx';
import { Dock } from './dock.tsx';
import { replayCommands, type ReplayActions } from './replay-commands.ts';
import { ReplayControl } from './replay-control.ts';
import { ScrubBar } from './scrub-bar.tsx';
import { TransportBar } from './transport-bar.tsx';
import { createWorkspaceStore } from './workspace-store.ts';
import { WorkspaceContext, type Workspace } from './workspace-context.ts';

/** The button of a chart that opens its list of indicators. */
const INDICATORS = 'button[aria-label="Indicators of the chart"]';

/** Charts, panels, transport and scrub bar of one open run. */
export function RunWorkspace({ run: opened }: { run: OpenRun }): ReactElement {
  const services = useServices();
  // The backend tells of the same run again after a reload or a lost connection; it is another only by its id, the key of this view.
  const [run] = useState(opened);
  const zone = useZone(run.timeZone);
  const [workspace] = useState(() => createWorkspace(services, run));
  const [dock, setDock] = useState<DockviewApi>();
  const [isGoingTo, setGoingTo] = useState(false);
  const [breakpointsOpened, setBreakpointsOpened] = useState(0);
  const { hub, control } = workspace;
  useEffect(() => hub.open(), [hub]);

  const actions = useMemo(
    () =>
      workspaceActions(workspace, dock, {
        goToTime: () => setGoingTo(true),
        showBreakpoints: () => setBreakpointsOpened((count) => count + 1),
      }),
    [workspace, dock],
  );
  useCommands(useMemo(() => replayCommands(actions), [actions]));
  return (
    <WorkspaceContext value={workspace}>
      <Dock onReady={setDock} />
      <section className="panel transport" aria-label="Transport">
        <TransportBar
          run={run}
          zone={zone}
          control={control}
          breakpoints={workspace.breakpoints}
          breakpointsOpened={breakpointsOpened}
          isGoingTo={isGoingTo}
          onGoTo={setGoingTo}
          onAddChart={actions.addChart}
        />
        <ScrubBar run={run} zone={zone} hub={hub} control={control} />
      </section>
    </WorkspaceContext>
  );
}

function createWorkspace(services: Services, run: OpenRun): Workspace {
  const { client, notices, settings } = services;
  const group = new ChartGroup();
  const hub = new ChartHub({
    client,
    onError: (error) => notices.getState().showError(error),
    afterPaint: (perform) => requestAnimationFrame(perform),
  });
  const control = new ReplayControl(services, run, () => group.showNow());
  const breakpoints = createBreakpointsStore(services.session.getState().replay?.breakpoints ?? [], (next) =>
    control.setBreakpoints(next),
  );
  return { run, hub, group, control, breakpoints, store: createWorkspaceStore(run, settings) };
}

function workspaceActions(
  { control, group, store }: Workspace,
  dock: DockviewApi | undefined,
  openers: Pick<ReplayActions, 'goToTime' | 'showBreakpoints'>,
): ReplayActions {
  return {
    control,
    ...openers,
    showNow: () => group.showNow(),
    addChart: () => {
      const active = dock?.activePanel?.id;
      const beside = store.getState().charts.find(({ id }) => id === active) ?? store.getState().charts[0];
      const chart = beside === undefined ? undefined : store.getState().add(beside.id);
      if (dock === undefined || chart === undefined || beside === undefined) return;
      addChart(dock, chart, { referencePanel: beside.id, direction: 'right' });
    },
    toggleLinks: () => {
      const { charts, toggleLinks } = store.getState();
      const chart = charts.find(({ id }) => id === dock?.activePanel?.id) ?? charts[0];
      if (chart !== undefined) toggleLinks(chart.id);
    },
    showIndicators: () => {
      const { charts } = store.getState();
      const chart = charts.find(({ id }) => id === dock?.activePanel?.id) ?? charts[0];
      if (chart !== undefined)
        dock?.getPanel(chart.id)?.view.content.element.querySelector<HTMLElement>(INDICATORS)?.click();
    },
    maximise: () => {
      const panel = dock?.activePanel;
      if (panel !== undefined) toggleMaximised(panel.api);
    },
    resetLayout: () => {
      store.getState().reset();
      if (dock === undefined) return;
      layOut(dock, store.getState().charts);
      hideSingleTabs(dock);
    },
  };
}
