import { AppError } from '../../../shared/lang/app-error.ts';
import type { ImportOptions } from '../../../shared/store/import.ts';
import type { Database } from './database.ts';
import type { RawTable } from './raw-table.ts';
import { readArchive } from './readers/archive.ts';
import { readArrow } from './readers/arrow-file.ts';
import { gunzip } from './readers/gunzip.ts';
import { looksLikeJson } from './readers/json-file.ts';
import { readParquet } from './readers/parquet.ts';
import { sniff } from './readers/sniff.ts';
import { readHead, readText } from './readers/text-file.ts';
import { extract, listMembers } from './readers/zip.ts';

const SNIFF_BYTES = 1 << 16;
const MAX_LAYERS = 3;

export interface OpenRequest {
  /** The staged copy: nothing else is ever read. */
  readonly file: string;
  /** As the person named it: evidence only. */
  readonly path: string;
  /** Names a new file in the folder of the staged copy. */
  readonly scratch: () => string;
  readonly options: ImportOptions;
  /** Numbers of a text stay as they are written. */
  readonly asText?: boolean;
}

/** Reads any supported format into the table `raw`. Throws `bad-file` for what cannot be read. */
export async function openRaw(database: Database, request: OpenRequest): Promise<RawTable> {
  return openLayer(database, request, request.file, []);
}

async function openLayer(
  database: Database,
  request: OpenRequest,
  file: string,
  packing: readonly string[],
): Promise<RawTable> {
  const { head } = await readHead(file, SNIFF_BYTES);
  if (head.length === 0) throw new AppError('bad-file', 'The file is empty.');
  if (packing.length >= MAX_LAYERS)
    throw new AppError('bad-file', 'The file is packed more than twice. Unpack it first.');
  const { format, unsupported } = sniff(head);
  const suffix = packing.map((name) => `, ${name}`).join('');
  switch (format) {
    case 'parquet': {
      const raw = await readParquet(database, file);
      return { ...raw, format: `${raw.format}${suffix}` };
    }
    case 'gzip': {
      const unpacked = request.scratch();
      await gunzip(file, unpacked);
      return openLayer(database, request, unpacked, ['gzip', ...packing]);
    }
    case 'text':
      return readText(database, file, request.scratch, suffix, request.options, request.asText);
    case 'zip':
      return openArchive(database, request, file, packing);
    case 'arrow-file':
    case 'arrow-stream':
      return readArrow(database, file, suffix);
    default:
      throw new AppError('bad-file', `The file is ${unsupported ?? 'of no format that is read'}.`);
  }
}

/** An archive of one file that is no text is that file; texts are read together. */
async function openArchive(
  database: Database,
  request: OpenRequest,
  file: string,
  packing: readonly string[],
): Promise<RawTable> {
  const members = await listMembers(file);
  const [first] = members;
  if (first === undefined) throw new AppError('bad-file', 'The archive holds no data.');
  const unpacked = request.scratch();
  await extract(file, first, unpacked);
  const { head } = await readHead(unpacked, SNIFF_BYTES);
  if (sniff(head).format === 'text' && !looksLikeJson(new TextDecoder().decode(head.subarray(0, 64))))
    return readArchive(database, file, members, request.path, request.scratch, request.options);
  if (members.length > 1)
    throw new AppError(
      'bad-file',
      `The archive holds ${members.length} files that are no CSV. Unpack it and import them one by one.`,
    );
  return openLayer(database, request, unpacked, ['zip', ...packing]);
}
