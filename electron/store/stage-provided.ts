import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { AppError } from '../../shared/lang/app-error.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import type { ProvidedBars } from '../../shared/session/bar-provider.ts';
import { openDuckDb } from './duckdb.ts';
import type { NormalisedFile } from './normalised.ts';
import { stageRows } from './stage-rows.ts';

/** Stages bars that a provider sent, at least one, for {@link Store.commitFiles}; `folder` is the store's staging. Throws `bad-file` for values
 * that are no bars (A1), or need more decimal places than are stated. */
export async function stageProvided(
  folder: string,
  key: SeriesKey,
  { columns, priceScale, sizeScale }: ProvidedBars,
  calendar: string,
): Promise<NormalisedFile> {
  refuseOther(key, { columns, priceScale, sizeScale });
  const hash = createHash('sha256').update(JSON.stringify(key));
  const { time, open, high, low, close, volume } = columns;
  for (const { buffer, byteOffset, byteLength } of [time, open, high, low, close, volume])
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  const db = await openDuckDb({ allowed: [folder] });
  try {
    const file = join(folder, `provided-${randomUUID()}.parquet`);
    const series = await stageRows(db, file, key, { kind: 'bars', columns }, { priceScale, sizeScale, calendar });
    return {
      sha256: hash.digest('hex'),
      path: `bars provided by ${key.source}`,
      rowsRead: time.length,
      duplicates: 0,
      replaced: 0,
      rejections: [],
      series: [series],
    };
  } finally {
    await db.close();
  }
}

function refuseOther(key: SeriesKey, { columns, priceScale, sizeScale }: ProvidedBars): void {
  const { time, open, high, low, close, volume } = columns;
  for (let row = 0; row < time.length; row++) {
    const [o, h, l, c, v] = [open[row], high[row], low[row], close[row], volume[row]].map(Number) as [
      number, number, number, number, number,
    ]; // prettier-ignore
    const isBar = l > 0 && l <= o && l <= c && h >= o && h >= c && Number.isFinite(h) && v >= 0 && Number.isFinite(v);
    const isExact = [o, h, l, c].every((price) => hasPlaces(price, priceScale)) && hasPlaces(v, sizeScale);
    const ascends = row === 0 || (time[row] as number) > (time[row - 1] as number);
    if (isBar && isExact && ascends) continue;
    const what = !isBar
      ? 'is no bar'
      : !isExact
        ? 'has more decimal places than stated'
        : 'is not after the one before';
    throw new AppError('bad-file', `Row ${row + 1} of ${key.symbol} from ${key.source} ${what}. Nothing was stored.`);
  }
}

/** True for the double nearest to a decimal of so many places. */
function hasPlaces(value: number, places: number): boolean {
  return Number(value.toFixed(places)) === value;
}
