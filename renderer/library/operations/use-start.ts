import { useState } from 'react';

import { toErrorShape } from '../../../shared/lang/app-error.ts';

export interface Start {
  readonly isStarting: boolean;
  readonly failure: string | undefined;
  /** Runs what starts the job, then `onStarted`; a refusal stays in `failure`. */
  run(begin: () => Promise<{ readonly jobId: string }>, onStarted: (jobId: string) => void): void;
}

/** The one button of a dialog that starts a job. */
export function useStart(): Start {
  const [isStarting, setStarting] = useState(false);
  const [failure, setFailure] = useState<string>();
  return {
    isStarting,
    failure,
    run: (begin, onStarted) => {
      setStarting(true);
      setFailure(undefined);
      begin().then(
        ({ jobId }) => {
          setStarting(false);
          onStarted(jobId);
        },
        (error: unknown) => {
          setStarting(false);
          setFailure(toErrorShape(error).message);
        },
      );
    },
  };
}
