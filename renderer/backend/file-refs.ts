import { UPLOAD_NAME_HEADER, UPLOAD_PATH } from '../../shared/ipc/loopback.ts';
import { AppError, type ErrorShape, fromErrorShape } from '../../shared/lang/app-error.ts';
import { windowBridge } from './bridge.ts';

/** A file as `import.inspect` takes it. */
export type FileRef = { readonly path: string } | { readonly upload: string };

/** Streams a file to the loopback server. `name` may hold folders, `/` between them: they say what a file holds (`symbol=SPY/a.csv`). */
export async function uploadFile(file: File, name = file.webkitRelativePath || file.name): Promise<{ upload: string }> {
  const response = await fetch(UPLOAD_PATH, {
    method: 'PUT',
    body: file,
    headers: { [UPLOAD_NAME_HEADER]: encodeURIComponent(name) },
  }).catch((cause: unknown) => {
    throw new AppError('unavailable', `${name} could not be sent to Tapedeck: the connection was lost.`, { cause });
  });
  const answer = (await response.json()) as { upload: string } | { error: ErrorShape };
  if ('error' in answer) throw fromErrorShape(answer.error);
  return answer;
}

/** Turns dropped or chosen files into what `import.inspect` takes: paths in Electron, uploads in a browser, one after another. */
export async function filesToRefs(files: readonly File[]): Promise<FileRef[]> {
  const bridge = windowBridge();
  const refs: FileRef[] = [];
  for (const file of files) {
    const path = bridge?.pathForFile(file) ?? '';
    refs.push(path === '' ? await uploadFile(file, droppedName(file)) : { path });
  }
  return refs;
}

/** Tells where a chosen file lies; `undefined` in a browser, which keeps that from its pages. */
export function pathReader(): ((file: File) => string) | undefined {
  const bridge = windowBridge();
  return bridge === undefined ? undefined : (file) => bridge.pathForFile(file);
}

const names = new WeakMap<File, string>();
const droppedName = (file: File): string => names.get(file) ?? (file.webkitRelativePath || file.name);

/** Every file of a drop. In a browser folders are walked, in order of name; in Electron a folder stays one entry, whose path the
 * backend walks. Call it within the drop event: the transfer is empty afterwards.
 * An item that no file system backs (made by a page or a test) counts as the file it holds. */
export async function filesFromDrop(transfer: DataTransfer): Promise<File[]> {
  if (windowBridge() !== undefined) return [...transfer.files];
  const dropped = [...transfer.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const files: File[] = [];
  for (const one of dropped) {
    if (one instanceof File) files.push(one);
    else if (one !== null) await walk(one, files);
  }
  return files;
}

async function walk(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    names.set(file, entry.fullPath.replace(/^\//, ''));
    files.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) break;
    children.push(...batch);
  }
  children.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const child of children) await walk(child, files);
}
