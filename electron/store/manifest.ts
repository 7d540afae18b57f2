import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseInterval } from '../../shared/market/interval.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import type { Micros, TimeRange } from '../../shared/market/time.ts';
import type { Scales } from './schema.ts';

/** One immutable Parquet file of a series. `first` and `last` are stamps of rows, both inclusive; `path` is relative, with `/`. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly first: Micros;
  readonly last: Micros;
}

/** Rows that a later import replaced (S11), kept to look at and never read by a run. */
export interface ProvenanceFile extends StoredFile {
  readonly series: string;
  /** SHA-256 of the foreign file whose rows took their place. */
  readonly replacedBy: string;
}

export interface StoredSeries {
  /** `seriesId(key)`. */
  readonly id: string;
  readonly key: SeriesKey;
  /** Ascending, no two overlapping. */
  readonly files: readonly StoredFile[];
  /** Ranges over which a source stated that it lists every slot with a trade (S13), disjoint, ascending. */
  readonly listsEveryTrade: readonly TimeRange[];
}

export interface StoredSymbol extends Scales {
  readonly symbol: string;
  readonly calendar: string;
}

/** A foreign file that was stored, so that the same file is known again (E3). */
export interface ImportRecord {
  readonly sha256: string;
  readonly name: string;
  /** Number of the manifest that committed it. */
  readonly manifest: number;
  readonly series: readonly ImportedSeries[];
  readonly rowsRead: number;
  readonly rowsStored: number;
  readonly duplicates: number;
  readonly replaced: number;
  readonly rejected: number;
}

/** What one foreign file was mapped to: the same file mapped to the same rows is a no-op. */
export interface ImportedSeries {
  readonly id: string;
  readonly rows: number;
  readonly first: Micros;
  readonly last: Micros;
  /** SHA-256 of the staged Parquet file. */
  readonly content: string;
}

/** The whole truth about the store at one commit. Snapshots, not deltas: any one of them is enough to read the store. */
export interface Manifest {
  readonly format: 'tapedeck-store';
  readonly version: 1;
  /** Counts commits from 1; 0 is the empty store and is never written. */
  readonly number: number;
  /** Hash of manifest `number - 1`; absent in the first. */
  readonly previous?: string;
  /** The chain is kept and verifiable from this manifest on; earlier ones were pruned. */
  readonly anchor: number;
  readonly symbols: readonly StoredSymbol[];
  readonly series: readonly StoredSeries[];
  readonly provenance: readonly ProvenanceFile[];
  readonly imports: readonly ImportRecord[];
}

export const EMPTY_MANIFEST: Manifest = {
  format: 'tapedeck-store',
  version: 1,
  number: 0,
  anchor: 1,
  symbols: [],
  series: [],
  provenance: [],
  imports: [],
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z
  .number()
  .int()
  .transform((value) => value as Micros);
const count = z.number().int().nonnegative();
const places = z.number().int().min(0).max(9);
const relativePath = z
  .string()
  .regex(/^(bars|quotes|trades|provenance)\/[^\\]+\.parquet$/)
  .refine((path) => !path.split('/').includes('..'), 'leaves the data folder');

const file = z.object({ path: relativePath, bytes: count, sha256, rows: count, first: instant, last: instant });

const key = z
  .object({
    kind: z.enum(['bars', 'quotes', 'trades']),
    symbol: z.string().min(1),
    interval: z
      .string()
      .transform((text, context) => {
        const interval = parseInterval(text);
        if (interval === undefined) context.addIssue(`interval ${text} is none`);
        return interval ?? z.NEVER;
      })
      .optional(),
    sampled: z.enum(['event', '1s', '1m']).optional(),
    source: z.string().min(1),
  })
  .refine((value) => (value.kind === 'bars') === (value.interval !== undefined), 'bars and only bars have an interval')
  .refine((value) => (value.kind === 'quotes') === (value.sampled !== undefined), 'quotes and only quotes are sampled');

const manifest = z.object({
  format: z.literal('tapedeck-store'),
  version: z.literal(1),
  number: z.number().int().min(1),
  previous: sha256.optional(),
  anchor: z.number().int().min(1),
  symbols: z.array(
    z.object({ symbol: z.string().min(1), calendar: z.string(), priceScale: places, sizeScale: places }),
  ),
  series: z.array(
    z.object({
      id: z.string(),
      key,
      files: z.array(file),
      listsEveryTrade: z.array(z.object({ from: instant, to: instant })),
    }),
  ),
  provenance: z.array(file.extend({ series: z.string(), replacedBy: sha256 })),
  imports: z.array(
    z.object({
      sha256,
      name: z.string(),
      manifest: z.number().int().min(1),
      series: z.array(z.object({ id: z.string(), rows: count, first: instant, last: instant, content: sha256 })),
      rowsRead: count,
      rowsStored: count,
      duplicates: count,
      replaced: count,
      rejected: count,
    }),
  ),
});

const PREFIX = '{"sha256":"';
const BODY = '","manifest":';

const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** A manifest as the bytes of its file, with its hash: `{"sha256":"<of the body's text>","manifest":<body>}`. The next manifest names
 * that hash as `previous`. */
export function encodeManifest(value: Manifest): { readonly bytes: Uint8Array; readonly sha256: string } {
  const { format, version, number, previous, ...rest } = value;
  const body = JSON.stringify({ format, version, number, ...(previous === undefined ? {} : { previous }), ...rest });
  const hash = digest(body);
  return { bytes: Buffer.from(`${PREFIX}${hash}${BODY}${body}}\n`, 'utf8'), sha256: hash };
}

/** The body's text and its hash; `undefined` when a byte differs from what was written. */
function verifiedBody(bytes: Uint8Array): { readonly body: string; readonly sha256: string } | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  const start = PREFIX.length + 64 + BODY.length;
  if (!text.startsWith(PREFIX) || !text.endsWith('}\n')) return undefined;
  const sha256 = text.slice(PREFIX.length, PREFIX.length + 64);
  const body = text.slice(start, -2);
  return text.slice(PREFIX.length + 64, start) === BODY && digest(body) === sha256 ? { body, sha256 } : undefined;
}

/** A manifest and its hash from a file's bytes; `undefined` when they were altered or the form is not this one. */
export function decodeManifest(
  bytes: Uint8Array,
): { readonly manifest: Manifest; readonly sha256: string } | undefined {
  const verified = verifiedBody(bytes);
  if (verified === undefined) return undefined;
  const parsed = manifest.safeParse(JSON.parse(verified.body));
  return parsed.success ? { manifest: parsed.data as Manifest, sha256: verified.sha256 } : undefined;
}

const LINK = /^\{"format":"tapedeck-store","version":\d+,"number":(\d+)(?:,"previous":"([0-9a-f]{64})")?,/;

/** A manifest's place in the chain, verified by its hash but without reading the rest; `undefined` when altered. */
export function decodeLink(
  bytes: Uint8Array,
): { readonly number: number; readonly previous: string | undefined; readonly sha256: string } | undefined {
  const verified = verifiedBody(bytes);
  const match = LINK.exec(verified?.body ?? '');
  if (verified === undefined || match === null) return undefined;
  return { number: Number(match[1]), previous: match[2], sha256: verified.sha256 };
}

/** Paths of every file that a manifest names, provenance included. */
export function* namedFiles(value: Pick<Manifest, 'series' | 'provenance'>): Generator<StoredFile> {
  for (const series of value.series) yield* series.files;
  yield* value.provenance;
}

export function findSeries(value: Manifest, key: SeriesKey): StoredSeries | undefined {
  const id = seriesId(key);
  return value.series.find((series) => series.id === id);
}

export function findSymbol(value: Manifest, symbol: string): StoredSymbol | undefined {
  return value.symbols.find((entry) => entry.symbol === symbol);
}
