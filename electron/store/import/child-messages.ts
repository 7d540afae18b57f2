import type { ErrorShape } from '../../../shared/lang/app-error.ts';
import type { FileInspection, ImportOptions } from '../../../shared/store/import.ts';
import type { ConvertedFile, SessionRequest } from './foreign-session.ts';

/** What the importer asks of an import child, one request at a time. `open` closes the file before. */
export type ChildRequest =
  | ({ readonly type: 'open'; readonly memoryMegabytes: number } & SessionRequest)
  | { readonly type: 'inspect'; readonly options: ImportOptions }
  | { readonly type: 'convert'; readonly options: ImportOptions }
  | { readonly type: 'close' };

export interface ChildResults {
  /** Identifies files of one layout (`mapping-memory.ts`). */
  readonly open: { readonly shape: string };
  readonly inspect: FileInspection;
  readonly convert: ConvertedFile;
  readonly close: undefined;
}

export interface ChildEnvelope {
  readonly id: number;
  readonly request: ChildRequest;
}

export type ChildReply =
  | { readonly id: number; readonly result: ChildResults[keyof ChildResults] }
  | { readonly id: number; readonly error: ErrorShape };
