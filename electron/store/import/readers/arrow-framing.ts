import type { FileHandle } from 'node:fs/promises';

import { checkArrowMessage, checkArrowSchema, content, damagedArrow, type ArrowMessage } from './arrow-messages.ts';
import { FlatTable, int64At } from './flat-table.ts';
import { readPart } from './read-part.ts';

const MAGIC = Buffer.from('ARROW1');
/** The footer's length and the magic after it. */
const FILE_END = 4 + MAGIC.length;
/** The magic of a file and the padding after it. */
const FILE_START = 8;
const BLOCK_BYTES = 24;
const CONTINUATION = -1;

/** Checks an Arrow IPC file or stream from its first message to its last before a reader sees it: each message lies inside the file, is of the type
 * that its place asks for, and claims no more than it holds. Values are not looked at. Throws `bad-file` or `RangeError`. */
export async function checkArrow(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  const isFile = size >= MAGIC.length && (await read(handle, 0, MAGIC.length)).equals(MAGIC);
  await (isFile ? checkFile(handle, size) : checkStream(handle, size));
}

/** A file is what its footer names: some writers leave the schema out of its messages. apache-arrow starts over for ever where the footer
 * leads to a message that holds neither rows nor a dictionary. */
async function checkFile(handle: FileHandle, size: number): Promise<void> {
  if (size < FILE_START + FILE_END) throw damagedArrow('it is cut short');
  const last = await read(handle, size - FILE_END, FILE_END);
  const end = size - FILE_END - last.readInt32LE(0);
  if (!last.subarray(4).equals(MAGIC) || end < FILE_START || end >= size - FILE_END)
    throw damagedArrow('it is cut short');
  const footer = FlatTable.root(await read(handle, end, size - FILE_END - end));
  const columns = checkArrowSchema(content(footer, 1));
  const check = async (block: DataView, type: ArrowMessage['type'], from: number): Promise<number> => {
    const offset = int64At(block, 0);
    if (offset < from) throw damagedArrow('its batches overlap');
    const message = await messageAt(handle, offset, end, columns);
    if (message?.type !== type) throw damagedArrow(`its footer names a ${type} where there is none`);
    return message.end;
  };
  for (const block of footer.structs(2, BLOCK_BYTES)) await check(block, 'dictionary', FILE_START);
  let from = FILE_START;
  for (const block of footer.structs(3, BLOCK_BYTES)) from = await check(block, 'batch', from);
}

async function checkStream(handle: FileHandle, size: number): Promise<void> {
  let columns: number | undefined;
  for (let at = 0; at < size;) {
    const message = await messageAt(handle, at, size, columns ?? 0);
    if (message === undefined) {
      if (at + 8 !== size) throw damagedArrow('there are bytes after its end');
      break;
    }
    if ((message.type === 'schema') !== (columns === undefined)) throw damagedArrow('its schema is not at its start');
    columns ??= checkArrowSchema(content(FlatTable.root(message.metadata), 2));
    at = message.end;
  }
  if (columns === undefined) throw damagedArrow('it has no schema');
}

interface PlacedMessage extends ArrowMessage {
  readonly metadata: Uint8Array;
  /** Where its body ends, exclusive. */
  readonly end: number;
}

/** `undefined` for the mark of the end. */
async function messageAt(
  handle: FileHandle,
  at: number,
  end: number,
  columns: number,
): Promise<PlacedMessage | undefined> {
  if (at + 8 > end) throw damagedArrow('it is cut short');
  const prefix = await read(handle, at, 8);
  // Files before 0.15 have no continuation mark.
  const isMarked = prefix.readInt32LE(0) === CONTINUATION;
  const length = prefix.readInt32LE(isMarked ? 4 : 0);
  if (length === 0) return undefined;
  const from = at + (isMarked ? 8 : 4);
  if (length < 0 || length > end - from) throw damagedArrow('a message is longer than the file');
  const metadata = await read(handle, from, length);
  const message = checkArrowMessage(metadata, end - from - length, columns);
  return { ...message, metadata, end: from + length + message.bodyBytes };
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = await readPart(handle, position, length);
  if (bytes === undefined) throw damagedArrow('it is cut short');
  return bytes;
}
