import { DataType, DateUnit, type Data, type RecordBatch } from 'apache-arrow';

import { AppError } from '../../../../shared/lang/app-error.ts';

/** Throws `bad-file` where a column of a batch, or the dictionary that it names, holds fewer values than it says: apache-arrow would read
 * nothing in their place. Null bitmaps and offsets of texts included. */
export function refuseShortColumns(batch: RecordBatch): void {
  batch.data.children.forEach((data, index) => {
    const { name } = batch.schema.fields[index] ?? { name: `${index + 1}` };
    if (data.length !== batch.numRows || !isWhole(data))
      throw new AppError('bad-file', `Column "${name}" holds fewer values than the file says. Write the file again.`);
  });
}

function isWhole(data: Data): boolean {
  const { type, length, nullCount, nullBitmap } = data;
  const { byteLength } = data.values as Uint8Array;
  if (length === 0) return true;
  if (nullCount > 0 && nullBitmap.length < Math.ceil(length / 8)) return false;
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return hasOffsets(data);
  if (byteLength < Math.ceil((length * valueBits(type)) / 8)) return false;
  return !DataType.isDictionary(type) || hasEntries(data);
}

/** 0 for types that `arrowColumn` refuses. */
function valueBits(type: DataType): number {
  if (DataType.isDictionary(type)) return type.indices.bitWidth;
  if (DataType.isBool(type)) return 1;
  if (DataType.isInt(type) || DataType.isTime(type) || DataType.isDecimal(type)) return type.bitWidth;
  if (DataType.isFloat(type)) return 16 << type.precision;
  if (DataType.isTimestamp(type)) return 64;
  if (DataType.isDate(type)) return type.unit === DateUnit.DAY ? 32 : 64;
  return 0;
}

/** Offsets that never fall and stay within the text. */
function hasOffsets({ length, values, valueOffsets }: Data): boolean {
  const offsets = valueOffsets as Int32Array | BigInt64Array;
  const text = values as Uint8Array;
  if (offsets.length <= length || Number(offsets[0]) < 0) return false;
  for (let row = 0; row < length; row++) if ((offsets[row] ?? 0) > (offsets[row + 1] ?? 0)) return false;
  return Number(offsets[length]) <= text.length;
}

function hasEntries(data: Data): boolean {
  const { dictionary } = data;
  if (dictionary?.data.every(isWhole) !== true) return false;
  const indices = data.values as ArrayLike<number | bigint>;
  for (let row = 0; row < data.length; row++) {
    if (!data.getValid(row)) continue;
    const entry = Number(indices[row]);
    if (entry < 0 || entry >= dictionary.length) return false;
  }
  return true;
}
