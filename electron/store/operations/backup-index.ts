import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Name of a backup's first file. */
export const INDEX_NAME = 'tapedeck-backup.json';

/** An index larger than this is not read. */
export const LARGEST_INDEX = 256 * 1024 ** 2;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const entry = z.object({
  /** Relative to the data folder, with `/`. */
  path: z
    .string()
    .regex(/^(manifests|bars|quotes|trades|provenance|calendars)\/[^\\\0]+$/)
    .refine((path) => !path.split('/').includes('..'), 'leaves the data folder'),
  bytes: z.number().int().nonnegative(),
  sha256,
});

const index = z.object({
  format: z.literal('tapedeck-backup'),
  version: z.literal(1),
  /** The manifest first, then every file it names, then calendars of the user's own. */
  files: z.array(entry).min(1),
});

export type BackupEntry = z.infer<typeof entry>;
export type BackupIndex = z.infer<typeof index>;

const PREFIX = '{"sha256":"';
const BODY = '","backup":';

const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What a backup holds, with its own hash, as manifests have: `{"sha256":"<of the body's text>","backup":<body>}`. */
export function encodeIndex(files: readonly BackupEntry[]): Buffer {
  const body = JSON.stringify({ format: 'tapedeck-backup', version: 1, files } satisfies
    BackupIndex | { files: unknown });
  return Buffer.from(`${PREFIX}${digest(body)}${BODY}${body}}\n`, 'utf8');
}

/** `undefined` when a byte differs from what was written or the form is not this one. */
export function decodeIndex(bytes: Uint8Array): BackupIndex | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  const hash = text.slice(PREFIX.length, PREFIX.length + 64);
  const body = text.slice(PREFIX.length + 64 + BODY.length, -2);
  if (text !== `${PREFIX}${hash}${BODY}${body}}\n` || digest(body) !== hash) return undefined;
  const parsed = index.safeParse(JSON.parse(body));
  return parsed.success ? parsed.data : undefined;
}
