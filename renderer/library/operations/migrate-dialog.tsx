import { useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { ImportSummary } from '../../../shared/store/import.ts';
import type { Job } from '../../../shared/store/job.ts';
import { useServices } from '../../state/services.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import { folderPath } from './folder-path.ts';
import { OperationDialog } from './operation-dialog.tsx';
import type { OperationsStore } from './operations-store.ts';
import { useStart } from './use-start.ts';

/** The dry run of one folder: a job whose result says what a migration would store. */
interface DryRun {
  readonly path: string;
  readonly jobId: string;
}

/** Takes over the data of an older layout. The folder is read and left as it is; what it would bring is shown first. */
export function MigrateDialog({ store }: { store: OperationsStore }): ReactElement {
  const { client, jobs } = useServices();
  const { file: dropped, pathOf, close: onClose } = useStore(store);
  const [path, setPath] = useState(dropped === undefined ? '' : (pathOf?.(dropped) ?? ''));
  const picker = useRef<HTMLInputElement>(null);
  const [dryRun, setDryRun] = useState<DryRun>();
  const start = useStart();
  const job = useStore(jobs, (state) => state.jobs.find(({ id }) => id === dryRun?.jobId));
  const isChecked = dryRun?.path === path && job?.state === 'done';
  const summary = isChecked ? (job.result as ImportSummary | undefined) : undefined;
  const rows = summary?.rowsStored ?? 0;
  const isRunning = dryRun?.path === path && job?.state === 'running';

  const migrate = (isDryRun: boolean): Promise<{ readonly jobId: string }> =>
    client.request('store.migrate', { path, dryRun: isDryRun, options: {} });
  const failure = dryRun?.path === path && job?.state === 'failed' ? job.error?.message : undefined;
  return (
    <OperationDialog
      title="Migrate"
      facts="data of an older layout; their folder is left as it is"
      action={summary === undefined ? 'Check the folder' : `Store ${plural(rows, 'row')}`}
      isReady={path !== '' && !start.isStarting && !isRunning && (summary === undefined || rows > 0)}
      failure={start.failure ?? failure}
      state={summary === undefined ? '' : `from ${plural(summary.files.length, 'file')}`}
      onStart={() =>
        summary === undefined
          ? start.run(
              () => migrate(true),
              (jobId) => setDryRun({ path, jobId }),
            )
          : start.run(() => migrate(false), onClose)
      }
      onClose={onClose}
    >
      <div className="form">
        <span>Folder</span>
        <span className="field path">
          <input
            aria-label="Folder"
            placeholder="/home/me/old-data"
            spellCheck={false}
            autoComplete="off"
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
        </span>
        {pathOf === undefined ? undefined : (
          <>
            <span />
            <span>
              <Button icon="open" onClick={() => picker.current?.click()}>
                Choose a folder
              </Button>
              <input
                ref={(input) => {
                  picker.current = input;
                  if (input !== null) input.webkitdirectory = true;
                }}
                type="file"
                hidden
                aria-label="Folder to migrate"
                onChange={(event) => {
                  const [file] = event.target.files ?? [];
                  if (file !== undefined) setPath(folderPath(pathOf(file), file.webkitRelativePath));
                }}
              />
            </span>
          </>
        )}
      </div>
      {summary === undefined ? (
        <EmptyState
          text={
            isRunning
              ? checking(job)
              : `${pathOf === undefined ? 'Give the folder as a path on this computer.' : 'Choose the folder, or drop it here.'} Nothing is stored before you have seen what it holds.`
          }
        />
      ) : (
        <FilesTable summary={summary} />
      )}
    </OperationDialog>
  );
}

function checking({ progress, detail }: Job): string {
  return progress === undefined ? `Reading. ${detail}` : `Reading, ${Math.round(progress * 100)} %. ${detail}`;
}

function FilesTable({ summary }: { summary: ImportSummary }): ReactElement {
  return (
    <div className="planned scroll">
      <table className="grid dense" aria-label="Plan">
        <thead>
          <tr>
            <th>File</th>
            <th className="num">Rows</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {summary.files.map((file) => (
            <tr key={file.path}>
              <td className="ell">{file.path}</td>
              <td className="num">{formatCount(file.rowsStored)}</td>
              <td className="why">{file.reason ?? file.status}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
