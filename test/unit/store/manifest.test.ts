import { expect, test } from 'vitest';
import {
  decodeLink,
  decodeManifest,
  EMPTY_MANIFEST,
  encodeManifest,
  type Manifest,
} from '../../../electron/store/manifest.ts';
import { micros } from '../../../shared/market/time.ts';
import { barsKey } from '../../support/staged.ts';

const hash = 'ab'.repeat(32);
const manifest: Manifest = {
  ...EMPTY_MANIFEST,
  number: 7,
  previous: hash,
  anchor: 3,
  symbols: [{ symbol: 'BRK.B "quoted" ü', calendar: 'us-equities', priceScale: 4, sizeScale: 0 }],
  series: [
    {
      id: 'bars/1s/SPY/test',
      key: barsKey('SPY'),
      files: [
        {
          path: 'bars/1s/symbol=SPY/source=x/a.parquet',
          bytes: 9,
          sha256: hash,
          rows: 1,
          first: micros(0),
          last: micros(0),
        },
      ],
      listsEveryTrade: [{ from: micros(0), to: micros(5) }],
    },
  ],
};

test('a manifest comes back as it was written, and its link without reading the rest', () => {
  const { bytes, sha256 } = encodeManifest(manifest);
  expect(decodeManifest(bytes)).toEqual({ manifest, sha256 });
  expect(decodeLink(bytes)).toEqual({ number: 7, previous: hash, sha256 });
  expect(JSON.parse(Buffer.from(bytes).toString())).toEqual({ sha256, manifest });
});

test('a manifest with any byte changed, cut or added is refused', () => {
  const { bytes } = encodeManifest(manifest);
  for (let at = 0; at < bytes.length; at++) {
    const altered = Uint8Array.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(decodeManifest(altered), `byte ${at}`).toBeUndefined();
  }
  for (const length of [0, 1, 60, bytes.length - 1]) expect(decodeManifest(bytes.slice(0, length))).toBeUndefined();
  expect(decodeManifest(Buffer.concat([bytes, Buffer.from('\n')]))).toBeUndefined();
});

test('a manifest whose paths leave the data folder is refused, whatever its hash says', () => {
  for (const path of [
    '/etc/passwd',
    'bars/../../etc/x.parquet',
    'manifests/x.parquet',
    'bars\\..\\x.parquet',
    'bars/x.csv',
  ]) {
    const { bytes } = encodeManifest({
      ...manifest,
      series: manifest.series.map((series) => ({ ...series, files: series.files.map((file) => ({ ...file, path })) })),
    });
    expect(decodeManifest(bytes), path).toBeUndefined();
  }
});
