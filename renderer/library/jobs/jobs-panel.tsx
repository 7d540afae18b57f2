import './jobs-panel.css';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import type { Job } from '../../../shared/store/job.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { formatTimeLeft } from '../../ui/format.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { EmptyState, Panel } from '../../ui/panel.tsx';
import { ProgressBar } from '../../ui/progress.tsx';

const KIND_ICONS: Readonly<Record<Job['kind'], IconName>> = {
  import: 'import',
  sample: 'import',
  export: 'export',
  verify: 'again',
  compact: 'again',
  delete: 'again',
  retention: 'again',
  backup: 'export',
  restore: 'import',
  migrate: 'import',
  quality: 'again',
  run: 'strategies',
};

/** Long tasks, newest first, and where files may be dropped. */
export function JobsPanel(): ReactElement {
  const { jobs, clearEnded } = useStore(useServices().jobs);
  const count = (state: Job['state']): number => jobs.filter((job) => job.state === state).length;
  const facts = [
    [count('running'), 'running'],
    [count('failed'), 'failed'],
  ] as const;
  const controls =
    jobs.length === count('running') ? undefined : (
      <Button variant="ghost" size="s" onClick={clearEnded}>
        Clear done
      </Button>
    );
  return (
    <Panel
      title="Jobs"
      className="jobs"
      facts={facts
        .filter(([number]) => number > 0)
        .map(([number, name]) => `${number} ${name}`)
        .join(', ')}
      controls={controls}
    >
      <div className="body scroll">
        {jobs.length === 0 ? (
          <EmptyState text="No jobs have run since the start." />
        ) : (
          jobs.map((job) => <JobRow key={job.id} job={job} />)
        )}
      </div>
      <div className="drop">
        <Icon name="import" />
        <span>
          Drop Parquet, CSV, JSON lines or Arrow
          <br />
          files or folders anywhere in the window
        </span>
      </div>
    </Panel>
  );
}

function JobRow({ job }: { job: Job }): ReactElement {
  const store = useServices().jobs;
  const isRunning = job.state === 'running';
  return (
    <div className="job">
      <Icon
        name={job.state === 'done' ? 'ok' : job.state === 'failed' ? 'bad' : KIND_ICONS[job.kind]}
        tone={job.state === 'done' ? 'ok' : job.state === 'failed' ? 'bad' : ''}
      />
      <span className="ell">{job.title}</span>
      <span className="lab">
        {isRunning ? runningText(job) : job.state}
        {isRunning ? (
          <Button
            variant="ghost"
            size="s"
            icon="close"
            aria-label="Cancel"
            onClick={() => store.getState().cancel(job.id)}
          />
        ) : undefined}
      </span>
      {isRunning ? <ProgressBar value={job.progress} label={job.title} /> : undefined}
      <p className="selectable">{job.error?.message ?? job.detail}</p>
    </div>
  );
}

/** `42 %, 3 min left`, as far as it is known. */
function runningText({ progress, timeLeftMs }: Job): string {
  return [
    progress === undefined ? '' : `${Math.round(progress * 100)} %`,
    timeLeftMs === undefined ? '' : formatTimeLeft(timeLeftMs),
  ]
    .filter(Boolean)
    .join(', ');
}
