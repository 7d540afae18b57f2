import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { SeriesKind } from '../../../shared/market/series.ts';
import { contentOf, convertForeign } from '../../support/foreign.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { testData } from '../../support/test-data.ts';

interface Listed {
  readonly file: string;
  readonly kind: SeriesKind;
  readonly symbol: string;
  readonly interval: string;
  readonly rows: number;
  readonly first_utc: string;
  readonly last_utc: string;
  readonly source: string;
}

const data = testData();
const listed = data === undefined ? [] : (JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8')) as Listed[]);

/** One order-book snapshot a minute at odd whole seconds: by the rule of E2 such quotes are sampled. */
const SNAPSHOTS = 'quote_snapshots_per_minute';

describe.skipIf(data === undefined)('canonical files need no question and are stored as they are', () => {
  it.each(listed)('$file', async ({ file, kind, symbol, interval, rows, first_utc, last_utc }) => {
    const path = join(data ?? '', file);
    const made = await convertForeign(await tempDir(), path);
    expect(made.rejections).toEqual([]);
    expect(made.series).toHaveLength(1);
    const [series] = made.series;
    const grid =
      kind === 'trades' ? {} : kind === 'bars' ? { interval } : { sampled: file.includes(SNAPSHOTS) ? '1s' : interval };
    expect(series?.key).toEqual({ kind, symbol, source: 'import', ...grid });
    const content = await contentOf(kind, series?.file ?? '');
    expect(content).toMatchObject({ rows, first: first_utc.slice(0, 19), last: last_utc.slice(0, 19) });
    expect(content).toEqual(await contentOf(kind, path));
  });
});
