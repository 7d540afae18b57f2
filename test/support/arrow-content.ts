import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromIPC, type DataType, type Vector } from 'apache-arrow';
import { readParquet } from 'parquet-wasm';

/** What Arrow's own Parquet reader finds in the idle data folder: rows of every file, keyed like the catalogue's ids, with symbol and source as the
 * folders name them. Decimals are read from their integer units. */
export async function arrowContent(dataDir: string): Promise<Record<string, (number | null)[][]>> {
  const content: Record<string, (number | null)[][]> = {};
  for (const kind of ['bars', 'quotes', 'trades']) {
    const names = await readdir(join(dataDir, kind), { recursive: true }).catch(() => []);
    for (const name of names.filter((file) => file.endsWith('.parquet')).sort()) {
      const folders = [kind, ...name.split(/[\\/]/).slice(0, -1)];
      const id = folders.map((folder) =>
        encodeURIComponent(decodeURIComponent(folder.replace(/^(symbol|source)=/, ''))),
      );
      (content[id.join('/')] ??= []).push(...(await rowsOfFile(join(dataDir, kind, name))));
    }
  }
  return content;
}

async function rowsOfFile(path: string): Promise<(number | null)[][]> {
  const table = tableFromIPC(readParquet(new Uint8Array(await readFile(path))).intoIPCStream());
  const columns = table.schema.fields.map(({ name }) => valuesOf(table.getChild(name) as Vector));
  return Array.from({ length: table.numRows }, (_, row) => columns.map((values) => values[row] ?? null));
}

function valuesOf(vector: Vector): (number | null)[] {
  return vector.data.flatMap((data) => {
    const type = data.type as DataType & { readonly scale?: number };
    const isDecimal = type.scale !== undefined;
    return Array.from({ length: data.length }, (_, i) => {
      if (!data.getValid(i)) return null;
      if (!isDecimal) return Number((data.values as ArrayLike<bigint | number>)[i]);
      const words = (data.values as Uint32Array).subarray(i * 4, i * 4 + 4);
      const units = BigInt.asIntN(
        128,
        words.reduce((sum, word, at) => sum + (BigInt(word) << BigInt(32 * at)), 0n),
      );
      return Number(units) / 10 ** (type.scale ?? 0);
    });
  });
}
