import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import type { OpenRun, ReplayState, Speed, StepUnit } from '../../shared/session/replay.ts';
import { useServices, useSettings } from '../state/services.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import { Button } from '../ui/button.tsx';
import { formatFixed } from '../ui/format.ts';
import { Select } from '../ui/select.tsx';
import { BreakpointsMenu } from './breakpoints-menu.tsx';
import type { BreakpointsStore } from './breakpoints-store.ts';
import { GoToTime } from './go-to-time.tsx';
import type { ReplayControl } from './replay-control.ts';
import { SessionClock } from './session-clock.tsx';
import { SPEEDS, speedLabel } from './speeds.ts';
import { stepUnit, stepUnits } from './step-units.ts';

export interface TransportBarProps {
  readonly run: OpenRun;
  readonly zone: ZoneTime;
  readonly control: ReplayControl;
  readonly breakpoints: BreakpointsStore;
  readonly breakpointsOpened: number;
  readonly isGoingTo: boolean;
  readonly onGoTo: (isOpen: boolean) => void;
  readonly onAddChart: () => void;
}

/** Below this a lag is no more than the pace of frames. */
const SHOWN_LAG_MS = 500;

/** Play, step, speed and the clock. */
export function TransportBar(props: TransportBarProps): ReactElement {
  const { run, zone, control, breakpoints, breakpointsOpened, isGoingTo, onGoTo, onAddChart } = props;
  const { session } = useServices();
  const isPlaying = useStore(session, ({ replay }) => replay?.status === 'running');
  const isEnded = useStore(session, ({ replay }) => replay?.status === 'ended');
  const hasFailed = useStore(session, ({ replay }) => replay?.status === 'failed');
  const replaySpeed = useStore(session, ({ replay }) => replay?.speed);
  const settings = useSettings();
  const units = stepUnits(run);
  const unit = stepUnit(units, settings.step);
  const speed = replaySpeed ?? settings.speed;
  const ghost = { variant: 'ghost' } as const;
  return (
    <div className="tbar">
      <Button
        {...ghost}
        icon="previous"
        aria-label="Previous session"
        keys="Ctrl Left"
        onClick={() => control.step(-1, 'session')}
      />
      <Button {...ghost} icon="step-back" aria-label="Step back" keys="Left" onClick={() => control.step(-1)} />
      <Button
        variant="primary"
        className="play"
        icon={isPlaying ? 'pause' : 'play'}
        tip={isPlaying ? 'Pause' : 'Play'}
        keys="Space"
        disabled={isEnded || hasFailed}
        onClick={() => control.toggle()}
      >
        {isPlaying ? 'Pause' : 'Play'}
      </Button>
      <Button
        {...ghost}
        icon="step-forward"
        aria-label="Step forward"
        keys="Right"
        disabled={isEnded}
        onClick={() => control.step(1)}
      />
      <Button
        {...ghost}
        icon="next"
        aria-label="Next session"
        keys="Ctrl Right"
        disabled={isEnded}
        onClick={() => control.step(1, 'session')}
      />
      <span className="sep" />
      <span className="lab">Step</span>
      <Select
        label="Step"
        value={unit}
        options={units.map((value) => ({ value, label: value }))}
        onChange={(next: StepUnit) => control.setUnit(next)}
      />
      <span className="lab">Speed</span>
      <Select
        label="Speed"
        keys="[ ]"
        tip="Speed, slower and faster"
        value={String(speed)}
        options={speedOptions(speed)}
        onChange={(next) => control.setSpeed(next === 'max' ? 'max' : Number(next))}
      />
      <SessionClock run={run} zone={zone} />
      <StateNote />
      <span className="grow" />
      <BreakpointsMenu run={run} store={breakpoints} opened={breakpointsOpened} />
      <Button {...ghost} icon="plus" tip="Add a chart" onClick={onAddChart}>
        Chart
      </Button>
      <GoToTime run={run} zone={zone} control={control} isOpen={isGoingTo} onOpen={onGoTo} />
    </div>
  );
}

function speedOptions(speed: Speed): { value: string; label: string }[] {
  const offered = SPEEDS.includes(speed)
    ? SPEEDS
    : [...SPEEDS, speed].sort((a, b) => (a === 'max' ? 1 : b === 'max' ? -1 : a - b));
  return offered.map((one) => ({ value: String(one), label: speedLabel(one) }));
}

/** What holds the run up, or that it is over. */
function StateNote(): ReactElement {
  const { session } = useServices();
  const note = useStore(session, ({ replay }) => noteOf(replay));
  return (
    <span className="lab waiting" role="status" aria-label="Replay state">
      {note}
    </span>
  );
}

function noteOf(state: ReplayState | undefined): string {
  if (state?.waitingFor !== undefined) return `Loading ${state.waitingFor}`;
  if (state?.pausedBy !== undefined) return state.pausedBy.reason;
  if (state?.status === 'running' && state.lagMs > SHOWN_LAG_MS)
    return `Slowed down: ${formatFixed(state.lagMs / 1_000, 1)} s behind ${speedLabel(state.speed)}`;
  if (state?.status === 'ended') return 'End of the run';
  if (state?.status === 'failed') return state.error?.message ?? 'The run has failed.';
  return '';
}
