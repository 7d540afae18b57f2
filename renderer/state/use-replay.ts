import { useEffect, useState } from 'react';

import type { ReplayState } from '../../shared/session/replay.ts';
import { useServices } from './services.ts';

/** Least wall milliseconds between two renderings of figures that change with every frame: 15 a second can still be read. */
const RENDER_MS = 66;

/** The state of the run as of at most {@link RENDER_MS} ago; a change of status shows at once. */
export function useReplay(): ReplayState | undefined {
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
      } else timer ??= setTimeout(show, RENDER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session]);
  return state;
}
