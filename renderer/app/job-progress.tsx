import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import { useServices } from '../state/services.ts';
import { ProgressBar } from '../ui/progress.tsx';

/** The newest running job. The status is always there, so that it can announce. */
export function JobProgress(): ReactElement {
  const job = useStore(useServices().jobs, (state) => state.jobs.find((candidate) => candidate.state === 'running'));
  return (
    <span role="status" aria-label="Job progress" className="lab progress">
      {job === undefined ? undefined : (
        <>
          <span className="ell">{job.title}</span>
          <ProgressBar value={job.progress} label={job.title} width={48} />
          {job.progress === undefined ? undefined : <span className="num">{Math.round(job.progress * 100)} %</span>}
        </>
      )}
    </span>
  );
}
