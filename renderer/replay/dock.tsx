import 'dockview-react/dist/styles/dockview.css';
import './dock.css';
import { DockviewReact, type DockviewApi, type DockviewReadyEvent, type DockviewTheme } from 'dockview-react';
import { useEffect, useRef, type ReactElement } from 'react';

import { useServices } from '../state/services.ts';
import { hideSingleTabs, layOut, restoreLayout } from './dock-layout.ts';
import { ChartDock, DockTab, PANEL_DRAG, QualityDock, SessionDock } from './dock-panels.tsx';
import { useWorkspace } from './workspace-context.ts';

const COMPONENTS = { chart: ChartDock, session: SessionDock, quality: QualityDock };
const THEME: DockviewTheme = { name: 'tapedeck', className: 'dock-theme', gap: 1, dndOverlayMounting: 'relative' };
/** Wall time without another change after which a layout is remembered. */
const SAVE_MS = 400;

/** Panels of the open run, docked. The layout is remembered; panels are moved by their headers. */
export function Dock({ onReady }: { onReady: (api: DockviewApi) => void }): ReactElement {
  const { settings } = useServices();
  const { store } = useWorkspace();
  const host = useRef<HTMLDivElement>(null);
  const save = useRef<() => void>(undefined);
  useEffect(
    () => () => {
      save.current?.();
      save.current = undefined;
    },
    [],
  );
  const ready = ({ api }: DockviewReadyEvent): void => {
    const { charts } = store.getState();
    // Sizes are shares of what there is: known to the page already, to the library only after its first measurement.
    api.layout(host.current?.clientWidth ?? 0, host.current?.clientHeight ?? 0);
    if (!restoreLayout(api, settings.getState().settings?.layout, charts)) layOut(api, charts);
    hideSingleTabs(api);
    onReady(api);
    let timer: ReturnType<typeof setTimeout> | undefined;
    api.onDidLayoutChange(() => {
      hideSingleTabs(api);
      if (api.hasMaximizedGroup()) return;
      clearTimeout(timer);
      const write = (): void => {
        clearTimeout(timer);
        save.current = undefined;
        settings.getState().update({ layout: JSON.parse(JSON.stringify(api.toJSON())) as unknown });
      };
      save.current = write;
      timer = setTimeout(write, SAVE_MS);
    });
    api.onUnhandledDragOver((event) => {
      if (event.nativeEvent instanceof DragEvent && event.nativeEvent.dataTransfer?.types.includes(PANEL_DRAG) === true)
        event.accept();
    });
    api.onDidDrop(({ nativeEvent, position, group }) => {
      if (!(nativeEvent instanceof DragEvent)) return;
      const panel = api.getPanel(nativeEvent.dataTransfer?.getData(PANEL_DRAG) ?? '');
      if (panel === undefined || (group !== undefined && group === panel.group && group.panels.length === 1)) return;
      panel.api.moveTo({ ...(group === undefined ? {} : { group }), position });
    });
  };
  return (
    <div className="dockhost" ref={host}>
      <DockviewReact
        className="dock"
        theme={THEME}
        components={COMPONENTS}
        defaultTabComponent={DockTab}
        disableFloatingGroups
        onReady={ready}
      />
    </div>
  );
}
