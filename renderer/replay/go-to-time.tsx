import { useState, type ReactElement } from 'react';

import type { OpenRun } from '../../shared/session/replay.ts';
import { useServices } from '../state/services.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import { Button } from '../ui/button.tsx';
import { parseMoment } from './parse-moment.ts';
import type { ReplayControl } from './replay-control.ts';

export interface GoToTimeProps {
  readonly run: OpenRun;
  readonly zone: ZoneTime;
  readonly control: ReplayControl;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** A button that turns into a field for the time to go to. */
export function GoToTime({ run, zone, control, isOpen, onOpen }: GoToTimeProps): ReactElement {
  const { session } = useServices();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  if (!isOpen)
    return (
      <Button variant="ghost" tip="Go to time" keys="G" onClick={() => onOpen(true)}>
        Go to time<span className="kbd">G</span>
      </Button>
    );
  const close = (): void => {
    setText('');
    setProblem(undefined);
    onOpen(false);
  };
  const go = (): void => {
    const state = session.getState().replay;
    if (state === undefined) return;
    const moment = parseMoment(text, run, state.clock, state.sessionIndex, zone);
    if ('problem' in moment) {
      setProblem(moment.problem);
      return;
    }
    control.seek(moment.time);
    close();
  };
  return (
    <form
      className="goto"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      {problem === undefined ? undefined : (
        <span role="alert" className="bad ell">
          {problem}
        </span>
      )}
      <span className={problem === undefined ? 'field' : 'field bad'}>
        <input
          aria-label="Go to time"
          autoFocus
          value={text}
          placeholder="10:30, 2013-10-09 10:30, +5m"
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
          }}
          onBlur={() => {
            if (text === '') close();
          }}
        />
      </span>
    </form>
  );
}
