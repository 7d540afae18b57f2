import { AppError } from '../../../../shared/lang/app-error.ts';
import { FlatTable, int64At } from './flat-table.ts';

/** Numbers of the Arrow columnar format (Message.fbs, Schema.fbs). */
const HEADER_TYPES = { schema: 1, dictionary: 2, batch: 3 } as const;
const VERSION_4 = 3;
const STRUCT_BYTES = 16;
const POINTER_BYTES = 4;
/** What Node reads at a time. */
const MAX_BODY_BYTES = 0x7fff_ffff;

export type ArrowMessageType = keyof typeof HEADER_TYPES;

export interface ArrowMessage {
  readonly type: ArrowMessageType;
  readonly bodyBytes: number;
}

/** Checks one message's metadata before apache-arrow decodes it, which would run through lists of any length that a damaged file claims and
 * read past a column's end. At most `room` bytes follow it; `columns` is how many a batch must have. Throws `bad-file` or `RangeError`. */
export function checkArrowMessage(metadata: Uint8Array, room: number, columns: number): ArrowMessage {
  const message = FlatTable.root(metadata);
  if (message.int16(0) < VERSION_4) throw damagedArrow('it is of a version before 0.8');
  message.tables(4);
  const bodyBytes = message.int64(3);
  if (bodyBytes < 0 || bodyBytes > room) throw damagedArrow('it is cut short');
  if (bodyBytes > MAX_BODY_BYTES)
    throw new AppError('bad-file', 'The file has more than 2 GB in one batch. Write it again with smaller batches.');
  const number = message.uint8(1);
  if (number === HEADER_TYPES.schema) {
    checkArrowSchema(content(message, 2));
    return { type: 'schema', bodyBytes };
  }
  if (number === HEADER_TYPES.batch) {
    const nodes = checkBatch(content(message, 2), bodyBytes);
    if (nodes !== columns) throw damagedArrow(`a batch of rows has ${nodes} columns, not ${columns}`);
    return { type: 'batch', bodyBytes };
  }
  if (number !== HEADER_TYPES.dictionary) throw damagedArrow(`it holds a message of type ${number}`);
  checkBatch(content(content(message, 2), 1), bodyBytes);
  return { type: 'dictionary', bodyBytes };
}

/** Answers the number of columns. */
export function checkArrowSchema(schema: FlatTable): number {
  schema.tables(2);
  const fields = schema.tables(1);
  for (const field of fields) {
    field.tables(6);
    if (field.count(5, POINTER_BYTES) > 0)
      throw new AppError(
        'bad-file',
        `Column "${field.text(0)}" is nested, so it holds no single value. Write the file again without it.`,
      );
  }
  return fields.length;
}

/** The table that a message, a dictionary or a footer holds. */
export function content(table: FlatTable, slot: number): FlatTable {
  const found = table.table(slot);
  if (found === undefined) throw damagedArrow('a message is empty');
  return found;
}

export function damagedArrow(how: string): AppError {
  return new AppError('bad-file', `The Arrow file is damaged: ${how}. Write it again, or export it as Parquet.`);
}

/** Answers the number of columns: all are of one length, and no value lies outside of the message's body. */
function checkBatch(batch: FlatTable, bodyBytes: number): number {
  const rows = batch.int64(0);
  const nodes = batch.structs(1, STRUCT_BYTES);
  batch.count(4, 8);
  for (const node of nodes) {
    const [length, nulls] = [int64At(node, 0), int64At(node, 8)];
    if (rows < 0 || length !== rows || nulls < 0 || nulls > length)
      throw damagedArrow('a column is not as long as the others');
  }
  for (const buffer of batch.structs(2, STRUCT_BYTES)) {
    const [offset, length] = [int64At(buffer, 0), int64At(buffer, 8)];
    if (offset < 0 || length < 0 || offset + length > bodyBytes) throw damagedArrow('values lie outside of it');
  }
  return nodes.length;
}
