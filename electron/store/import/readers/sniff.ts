/** Recognises a file by its first bytes, never by its name alone. */

export type FileFormat = 'parquet' | 'arrow-file' | 'arrow-stream' | 'gzip' | 'zip' | 'text';

export interface Sniffed {
  readonly format?: FileFormat;
  /** What the bytes are, when they are something that cannot be imported. */
  readonly unsupported?: string;
}

interface Magic {
  readonly bytes: readonly number[];
  readonly at?: number;
  readonly is: Sniffed;
}

const ascii = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));

const MAGICS: readonly Magic[] = [
  { bytes: ascii('PAR1'), is: { format: 'parquet' } },
  { bytes: ascii('PARE'), is: { unsupported: 'an encrypted Parquet file. Decrypt it first' } },
  { bytes: ascii('ARROW1'), is: { format: 'arrow-file' } },
  { bytes: [0xff, 0xff, 0xff, 0xff], is: { format: 'arrow-stream' } },
  { bytes: ascii('FEA1'), is: { unsupported: 'Feather version 1. Write it again as Feather version 2 or Parquet' } },
  { bytes: [0x1f, 0x8b], is: { format: 'gzip' } },
  { bytes: [0x50, 0x4b, 0x03, 0x04], is: { format: 'zip' } },
  { bytes: [0x50, 0x4b, 0x05, 0x06], is: { unsupported: 'an empty zip archive' } },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], is: { unsupported: 'Zstandard-compressed (Databento DBN files are). Export CSV or Parquet instead' } },
  { bytes: ascii('DBN'), is: { unsupported: 'a Databento DBN file. Export CSV or Parquet instead' } },
  { bytes: ascii('SQLite format 3'), is: { unsupported: 'an SQLite database. Export its table as CSV' } },
  { bytes: [0x89, 0x48, 0x44, 0x46], is: { unsupported: 'an HDF5 file. Write the frame as Parquet instead' } },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], is: { unsupported: 'an old Excel workbook. Save the sheet as CSV' } },
  { bytes: ascii('BZh'), is: { unsupported: 'bzip2-compressed. Decompress it first' } },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], is: { unsupported: 'xz-compressed. Decompress it first' } },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], is: { unsupported: 'a 7-Zip archive. Unpack it first' } },
  { bytes: ascii('ORC'), is: { unsupported: 'an ORC file. Write it as Parquet instead' } },
  { bytes: [0x4f, 0x62, 0x6a, 0x01], is: { unsupported: 'an Avro file. Write it as Parquet instead' } },
  { bytes: ascii('%PDF'), is: { unsupported: 'a PDF document' } },
  { bytes: ascii('DUCK'), at: 8, is: { unsupported: 'a DuckDB database. Export its table as Parquet' } },
]; // prettier-ignore

/** `head` holds the first bytes of the file, 64 kB or all of it. */
export function sniff(head: Uint8Array): Sniffed {
  const magic = MAGICS.find(({ bytes, at = 0 }) => bytes.every((byte, index) => head[at + index] === byte));
  if (magic !== undefined) return magic.is;
  return looksLikeText(head) ? { format: 'text' } : { unsupported: 'no format that is known here' };
}

function looksLikeText(head: Uint8Array): boolean {
  if (hasUtf16Mark(head)) return true;
  let controls = 0;
  let zeros = 0;
  for (const byte of head) {
    if (byte === 0) zeros++;
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12) controls++;
  }
  const isWide = zeros > head.length * 0.4 && zeros < head.length * 0.6;
  return controls === 0 && (zeros === 0 || isWide);
}

function hasUtf16Mark(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}
