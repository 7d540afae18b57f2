import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import { useServices } from '../state/services.ts';
import { shortDate } from '../state/zone-time.ts';
import { Button } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';

/** Replay's part of the top bar. Without a run the view itself offers the two buttons. */
export function SessionBar(): ReactElement {
  const { session, commands } = useServices();
  const run = useStore(session, (state) => state.run);
  if (run === undefined) return <h1>Replay</h1>;
  const [first] = run.sessions;
  const last = run.sessions.at(-1);
  const span =
    first === undefined || last === undefined
      ? ''
      : first === last
        ? shortDate(first.date)
        : `${shortDate(first.date)} to ${shortDate(last.date)}`;
  return (
    <>
      <h1 className="ell">{run.name}</h1>
      <span className="lab ell">
        {span}, {plural(run.sessions.length, 'session')}
      </span>
      <span className="sep" />
      <Button variant="ghost" icon="open" keys="Ctrl O" onClick={() => commands.getState().run('session.open')}>
        Open session
      </Button>
      <Button variant="ghost" icon="plus" keys="Ctrl N" onClick={() => commands.getState().run('session.new')}>
        New session
      </Button>
    </>
  );
}
