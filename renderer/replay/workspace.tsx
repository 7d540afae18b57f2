import type { DockviewApi } from 'dockview-react';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';

import type { OpenRun } from '../../shared/session/replay.ts';
import { ChartGroup } from '../chart/chart-group.ts';
import { ChartHub } from '../chart/chart-hub.ts';
import { useServices } from '../state/services.ts';
import { useCommands } from '../state/use-commands.ts';
import { useZone } from '../state/use-zone.ts';
import { addChart, hideSingleTabs, layOut } from './dock-layout.ts';
import { toggleMaximised } from './dock-panels.tsx';
import { Dock } from './dock.tsx';
import { replayCommands } from './replay-commands.ts';
import { ReplayControl } from './replay-control.ts';
import { ScrubBar } from './scrub-bar.tsx';
import { TransportBar } from './transport-bar.tsx';
import { createWorkspaceStore } from './workspace-store.ts';
import { WorkspaceContext, type Workspace } from './workspace-context.ts';

/** Charts, panels, transport and scrub bar of one open run. */
export function RunWorkspace({ run: opened }: { run: OpenRun }): ReactElement {
  const services = useServices();
  // The backend tells of the same run again after a reload or a lost connection; it is another only by its id, the key of this view.
  const [run] = useState(opened);
  const zone = useZone(run.timeZone);
  const dock = useRef<DockviewApi>(undefined);
  const [isGoingTo, setGoingTo] = useState(false);
  const [workspace, setWorkspace] = useState<Workspace>();

  useEffect(() => {
    const group = new ChartGroup();
    const hub = new ChartHub({
      client: services.client,
      onError: (error) => services.notices.getState().showError(error),
      afterPaint: (perform) => requestAnimationFrame(perform),
    });
    const control = new ReplayControl(services, run, () => group.showNow());
    setWorkspace({ run, hub, group, control, store: createWorkspaceStore(run, services.settings) });
    return () => hub.close();
  }, [services, run]);

  const actions = useMemo(() => {
    const add = (): void => {
      const api = dock.current;
      const active = api?.activePanel?.id;
      const chart = workspace?.store.getState().add(active);
      const beside =
        workspace?.store.getState().charts.find(({ id }) => id === active) ?? workspace?.store.getState().charts[0];
      if (api === undefined || chart === undefined || beside === undefined) return;
      addChart(api, chart, { referencePanel: beside.id, direction: 'right' });
    };
    return {
      goToTime: () => setGoingTo(true),
      showNow: () => workspace?.group.showNow(),
      addChart: add,
      maximise: () => {
        const panel = dock.current?.activePanel;
        if (panel !== undefined) toggleMaximised(panel.api);
      },
      resetLayout: () => {
        workspace?.store.getState().reset();
        if (dock.current === undefined || workspace === undefined) return;
        layOut(dock.current, workspace.store.getState().charts);
        hideSingleTabs(dock.current);
      },
    };
  }, [workspace]);
  useCommands(
    useMemo(
      () => (workspace === undefined ? [] : replayCommands({ ...actions, control: workspace.control })),
      [actions, workspace],
    ),
  );
  if (workspace === undefined) return <></>;
  const { hub, control } = workspace;
  return (
    <WorkspaceContext value={workspace}>
      <Dock
        onReady={(api) => {
          dock.current = api;
        }}
      />
      <section className="panel transport" aria-label="Transport">
        <TransportBar
          run={run}
          zone={zone}
          control={control}
          isGoingTo={isGoingTo}
          onGoTo={setGoingTo}
          onAddChart={actions.addChart}
        />
        <ScrubBar run={run} zone={zone} hub={hub} control={control} />
      </section>
    </WorkspaceContext>
  );
}
