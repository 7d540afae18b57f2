import { createContext, useContext } from 'react';

import type { OpenRun } from '../../shared/session/replay.ts';
import type { ChartGroup } from '../chart/chart-group.ts';
import type { ChartHub } from '../chart/chart-hub.ts';
import type { BreakpointsStore } from './breakpoints-store.ts';
import type { ReplayControl } from './replay-control.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/** What the panels of one open run share. */
export interface Workspace {
  readonly run: OpenRun;
  readonly hub: ChartHub;
  readonly group: ChartGroup;
  readonly control: ReplayControl;
  readonly store: WorkspaceStore;
  readonly breakpoints: BreakpointsStore;
}

export const WorkspaceContext = createContext<Workspace | undefined>(undefined);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === undefined) throw new Error('invariant: rendered outside WorkspaceContext');
  return workspace;
}
