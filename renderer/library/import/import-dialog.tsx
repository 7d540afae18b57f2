import './import-dialog.css';
import { useEffect, useRef, type ReactElement } from 'react';
import { useStore } from 'zustand';

import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import { FileDetail } from './file-detail.tsx';
import { countStates, FileList } from './file-list.tsx';
import { isReady, type ImportEntry, type ImportStore } from './import-store.ts';

/** From files to rows: what each file is, what it would become, and one button for all. */
export function ImportDialog({ store }: { store: ImportStore }): ReactElement {
  const isOpen = useStore(store, (state) => state.isOpen);
  return isOpen ? <OpenImportDialog store={store} /> : <></>;
}

function OpenImportDialog({ store }: { store: ImportStore }): ReactElement {
  const state = useStore(store);
  const { entries, selectedKey, remember, isCommitting, failure } = state;
  const picker = useRef<HTMLInputElement>(null);
  const folderPicker = useRef<HTMLInputElement>(null);
  const selected = entries.find(({ key }) => key === selectedKey);
  const ready = entries.filter(isReady);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);

  useEffect(() => {
    if (store.getState().entries.length === 0) picker.current?.click();
  }, [store]);

  const pick = (input: HTMLInputElement): void => {
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) void state.add(files);
  };
  return (
    <Dialog
      title="Import"
      className="import"
      facts={entries.length === 0 ? '' : `${plural(entries.length, 'file')}, ${formatBytes(bytes)}`}
      controls={
        <>
          <Button variant="ghost" icon="plus" onClick={() => picker.current?.click()}>
            Add files
          </Button>
          <Button variant="ghost" icon="open" onClick={() => folderPicker.current?.click()}>
            Add folder
          </Button>
        </>
      }
      footer={
        <>
          <FooterState entries={entries} failure={failure} onShow={state.select} />
          <span className="grow" />
          <span className="lab">{totals(entries, ready)}</span>
          <Button size="l" onClick={state.cancel}>
            Cancel
          </Button>
          <Button
            size="l"
            variant="primary"
            disabled={ready.length === 0 || isCommitting}
            onClick={() => void state.commit()}
          >
            Import {plural(ready.length, 'file')}
          </Button>
        </>
      }
      onClose={state.cancel}
    >
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Files to import"
        onChange={(event) => pick(event.target)}
      />
      <input
        ref={(input) => {
          folderPicker.current = input;
          if (input !== null) input.webkitdirectory = true;
        }}
        type="file"
        hidden
        aria-label="Folder to import"
        onChange={(event) => pick(event.target)}
      />
      <div className="imp">
        <div className="files">
          <div className="h">
            <h2>Files</h2>
            <span className="lab ell">{countStates(entries)}</span>
          </div>
          <FileList entries={entries} selectedKey={selectedKey} onSelect={state.select} />
          <div className="rem">
            <Checkbox label="Remember for files of the same shape" isChecked={remember} onChange={state.setRemember} />
          </div>
        </div>
        {selected === undefined ? (
          <EmptyState text="Drop files or folders here, or add them. Nothing is stored before you say so." />
        ) : (
          <FileDetail key={selected.key} entry={selected} store={store} />
        )}
      </div>
    </Dialog>
  );
}

function totals(entries: readonly ImportEntry[], ready: readonly ImportEntry[]): string {
  if (entries.length === 0) return '';
  const rows = ready.reduce((sum, { inspection }) => sum + (inspection?.rows ?? 0), 0);
  const left = entries.length - ready.length;
  return `${plural(rows, 'row')} to store${left === 0 ? '' : `, ${plural(left, 'file')} left out`}`;
}

interface FooterStateProps {
  readonly entries: readonly ImportEntry[];
  readonly failure: string | undefined;
  readonly onShow: (key: string) => void;
}

/** What still needs a person, first of all why the import could not start. */
function FooterState({ entries, failure, onShow }: FooterStateProps): ReactElement {
  if (failure !== undefined) {
    return (
      <span className="say" role="alert">
        <Icon name="bad" tone="bad" />
        <span className="ell">{failure}</span>
      </span>
    );
  }
  const asking = entries.find(({ inspection }) => inspection?.status === 'question');
  if (asking !== undefined) {
    return (
      <span className="say">
        <Icon name="ask" tone="warn" />
        <span className="ell">{asking.name} has a question.</span>
        <Button variant="ghost" size="s" onClick={() => onShow(asking.key)}>
          Show
        </Button>
      </span>
    );
  }
  const reading = entries.filter(
    ({ inspection, failure: failed }) => inspection === undefined && failed === undefined,
  ).length;
  if (reading > 0) return <span className="say">Reading {plural(reading, 'file')}</span>;
  return entries.length > 0 && entries.every(({ inspection }) => inspection?.status === 'unchanged') ? (
    <span className="say">Everything here is already stored.</span>
  ) : (
    <></>
  );
}
