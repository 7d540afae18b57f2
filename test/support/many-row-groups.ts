/** A Parquet file of `groups` row groups with one row each, `t` and `close`, which all point at the same two pages: DuckDB would need 2,048 rows a row group to
 * write as many. Thrift's compact protocol by hand, no more of it than that takes. */
export function manyRowGroups(groups: number): Buffer {
  const pages = [
    page(8, (value) => value.writeBigInt64LE(1_401_715_800_000n)),
    page(8, (value) => value.writeDoubleLE(1.25)),
  ];
  const magic = Buffer.from('PAR1');
  const offsets = [magic.length, magic.length + (pages[0] as Buffer).length];
  const chunks = COLUMNS.map(({ name, type }, index) =>
    chunk(name, type, offsets[index] as number, (pages[index] as Buffer).length),
  );
  const group = struct([
    [1, LIST, list(STRUCT, chunks)],
    [2, I64, integer(pages.reduce((sum, { length }) => sum + length, 0))],
    [3, I64, integer(1)],
  ]); // prettier-ignore
  const footer = struct([
    [1, I32, integer(1)],
    [2, LIST, list(STRUCT, [root(), ...COLUMNS.map(({ name, type }) => leaf(name, type))])],
    [3, I64, integer(groups)],
    [
      4,
      LIST,
      list(
        STRUCT,
        Array.from({ length: groups }, () => group),
      ),
    ],
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([magic, ...pages, footer, length, magic]);
}

/** Physical types of Parquet. */
const COLUMNS = [
  { name: 't', type: 2 },
  { name: 'close', type: 5 },
] as const;

/** Types of the compact protocol. */
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
const REQUIRED = 0;
const PLAIN = 0;

type Field = readonly [id: number, type: number, value: Buffer];

function page(bytes: number, write: (value: Buffer) => void): Buffer {
  const value = Buffer.alloc(bytes);
  write(value);
  const dataPage = struct([
    [1, I32, integer(1)],
    [2, I32, integer(PLAIN)],
    [3, I32, integer(3)],
    [4, I32, integer(3)],
  ]);
  const header = struct([
    [1, I32, integer(0)],
    [2, I32, integer(bytes)],
    [3, I32, integer(bytes)],
    [5, STRUCT, dataPage],
  ]);
  return Buffer.concat([header, value]);
}

function chunk(name: string, type: number, offset: number, bytes: number): Buffer {
  const meta = struct([
    [1, I32, integer(type)],
    [2, LIST, list(I32, [integer(PLAIN)])],
    [3, LIST, list(BINARY, [text(name)])],
    [4, I32, integer(0)],
    [5, I64, integer(1)],
    [6, I64, integer(bytes)],
    [7, I64, integer(bytes)],
    [9, I64, integer(offset)],
  ]);
  return struct([
    [2, I64, integer(offset)],
    [3, STRUCT, meta],
  ]);
}

function root(): Buffer {
  return struct([
    [4, BINARY, text('root')],
    [5, I32, integer(COLUMNS.length)],
  ]);
}

function leaf(name: string, type: number): Buffer {
  return struct([
    [1, I32, integer(type)],
    [3, I32, integer(REQUIRED)],
    [4, BINARY, text(name)],
  ]);
}

/** Fields in order of their ids, none of them 15 above the one before. */
function struct(fields: readonly Field[]): Buffer {
  const parts = fields.flatMap(([id, type, value], index) => {
    const before = fields[index - 1]?.[0] ?? 0;
    return [Buffer.from([((id - before) << 4) | type]), value];
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function list(type: number, items: readonly Buffer[]): Buffer {
  const head = items.length < 15 ? Buffer.from([(items.length << 4) | type]) : Buffer.concat([Buffer.from([0xf0 | type]), varint(items.length)]); // prettier-ignore
  return Buffer.concat([head, ...items]);
}

function text(value: string): Buffer {
  return Buffer.concat([varint(value.length), Buffer.from(value, 'latin1')]);
}

/** Zigzag, for numbers from 0 on. */
function integer(value: number): Buffer {
  return varint(value * 2);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}
