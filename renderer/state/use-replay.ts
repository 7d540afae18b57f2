import { useEffect, useState } from 'react';

import type { ReplayState } from '../../shared/session/replay.ts';
import { useServices } from './services.ts';

/** Least wall milliseconds between two renderings of figures that change with every frame: more than ten a second cannot be read. */
const RENDER_MS = 100;

/** The state of the run as of at most `renderMs` wall milliseconds ago; a change of status shows at once. */
export function useReplay(renderMs = RENDER_MS): ReplayState | undefined {
  const { session } = useServices();
  const [state, setState] = useState(session.getState().replay);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let status = session.getState().replay?.status;
    const show = (): void => {
      timer = undefined;
      setState(session.getState().replay);
    };
    show();
    const stop = session.subscribe(({ replay }) => {
      if (replay?.status !== status) {
        status = replay?.status;
        clearTimeout(timer);
        show();
      } else timer ??= setTimeout(show, renderMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session, renderMs]);
  return state;
}
