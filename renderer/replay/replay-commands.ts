import type { Command } from '../state/commands-store.ts';
import type { ReplayControl } from './replay-control.ts';

export interface ReplayActions {
  readonly control: ReplayControl;
  readonly goToTime: () => void;
  readonly showNow: () => void;
  readonly showBreakpoints: () => void;
  readonly addChart: () => void;
  readonly maximise: () => void;
  readonly toggleLinks: () => void;
  readonly showIndicators: () => void;
  readonly resetLayout: () => void;
}

/** Commands of the Replay view, with the keys of the design. */
export function replayCommands(actions: ReplayActions): readonly Command[] {
  const { control } = actions;
  const command = (id: string, title: string, keys: string | undefined, perform: () => void): Command => ({
    id: `replay.${id}`,
    title,
    group: 'Replay',
    ...(keys === undefined ? {} : { keys }),
    perform,
  });
  return [
    command('toggle', 'Play or pause', 'Space', () => control.toggle()),
    command('stepForward', 'Step forward', 'Right', () => control.step(1)),
    command('stepBack', 'Step back', 'Left', () => control.step(-1)),
    command('minuteForward', 'One minute forward', 'Shift Right', () => control.step(1, 'minute')),
    command('minuteBack', 'One minute back', 'Shift Left', () => control.step(-1, 'minute')),
    command('nextSession', 'Next session', 'Ctrl Right', () => control.step(1, 'session')),
    command('previousSession', 'Previous session', 'Ctrl Left', () => control.step(-1, 'session')),
    command('faster', 'Faster', ']', () => control.changeSpeed(1)),
    command('slower', 'Slower', '[', () => control.changeSpeed(-1)),
    command('goToTime', 'Go to time', 'G', actions.goToTime),
    command('breakpoints', 'Breakpoints: what pauses play', 'B', actions.showBreakpoints),
    command('showNow', 'Charts back to the session clock', 'End', actions.showNow),
    command('maximise', 'Maximise the chart', 'M', actions.maximise),
    command('indicators', 'Indicators of the chart', 'I', actions.showIndicators),
    command('link', 'Link or unlink the chart', 'L', actions.toggleLinks),
    command('addChart', 'Add a chart', undefined, actions.addChart),
    command('resetLayout', 'Reset the layout', undefined, actions.resetLayout),
  ];
}
