import type { FileInspection, ImportOptions } from '../../../shared/store/import.ts';
import { count } from './inference/wording.ts';
import { shownCalendar } from './inference/calendar.ts';
import { meaningsOf } from './inference/columns.ts';
import { firstSession } from './first-session.ts';
import type { ForeignFile, Understanding } from './foreign-file.ts';
import { mappedRows } from './mapping.ts';
import { previewRows } from './preview.ts';
import { fillSessionOpens } from './session-opens.ts';

/** Files up to this many rows are checked row by row for the preview; larger ones when they are stored. */
const CHECKED_ROWS = 250_000;
const JUMP = 1.8;

/** What a file is known by before it is opened. */
export interface FileIdentity {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Everything that the dialog and `tapedeck inspect` show of one file. */
export async function inspectFile(
  file: ForeignFile,
  identity: FileIdentity,
  options: ImportOptions,
): Promise<FileInspection> {
  const known = await file.understand(options);
  const { mapping, raw, findings, calendar } = known;
  const meanings = meaningsOf(known.columns);
  const zone = shownCalendar(calendar).timeZone;
  let preview: FileInspection['preview'] = [];
  let session: FileInspection['firstSession'];
  if (mapping !== undefined) {
    await fillSessionOpens(file.database, mapping, calendar);
    preview = await previewRows(file.database, raw, mapping, zone);
    session = await firstSession(file.database, raw, mapping, calendar);
    await warnOfRows(file, known);
  }
  const isRefused = findings.problems.some(({ option }) => option === undefined);
  return {
    ...identity,
    format: raw.format,
    rows: raw.rows,
    columns: raw.columns.map(({ id, name, type }) => {
      const meaning = meanings.get(id);
      return { name, type, ...(meaning === undefined ? {} : { meaning }) };
    }),
    guess: known.guess,
    evidence: findings.evidence,
    preview,
    problems: findings.problems,
    warnings: findings.warnings,
    status: isRefused ? 'refused' : findings.problems.length > 0 ? 'question' : 'ready',
    zones: known.zones,
    ...(session === undefined ? {} : { firstSession: session }),
  };
}

/** Rows that will be left out, and jumps that look like a split. */
async function warnOfRows(
  { database }: ForeignFile,
  { mapping, raw, findings, isClean, symbols }: Understanding,
): Promise<void> {
  if (mapping === undefined || raw.rows > CHECKED_ROWS) return;
  const rows = mappedRows(raw, mapping);
  const reasons = await database.rows<{ reason: string | null; n: number }>(
    `SELECT reason, count(*)::DOUBLE AS n FROM (${rows}) GROUP BY reason ORDER BY n DESC`,
  );
  const bad = [
    ...raw.malformed.map(({ reason, rows: n }) => ({ reason, n })),
    ...reasons.filter(({ reason }) => reason !== null),
  ];
  const total = bad.reduce((sum, { n }) => sum + n, 0);
  const list = bad.map(({ reason, n }) => `${count(n)} ${reason ?? ''}`).join(', ');
  if (total >= raw.rows && total > 0) findings.refuse(`No row can be stored: ${list}.`);
  else if (total > 0) findings.warn(`${count(total)} of ${count(raw.rows)} rows will be left out: ${list}.`);
  if (mapping.kind !== 'bars') return;
  const order = isClean && symbols.length === 1 ? '' : 'PARTITION BY s ORDER BY t';
  const [jump] = await database.rows<{ before: number; after: number; s: string }>(
    `SELECT before::DOUBLE AS before, open::DOUBLE AS after, s
     FROM (SELECT s, open, lag(close) OVER (${order}) AS before FROM (${rows}) WHERE reason IS NULL)
     WHERE open > before * ${JUMP} OR before > open * ${JUMP} ORDER BY greatest(open / before, before / open) DESC LIMIT 1`,
  );
  if (jump === undefined) return;
  const factor = Math.max(jump.after / jump.before, jump.before / jump.after);
  const nearest = Math.round(factor * 2) / 2;
  const split = Math.abs(factor - nearest) / nearest < 0.03 ? ': perhaps a split' : '';
  findings.warn(
    `${jump.s} goes from ${jump.before} to ${jump.after} from one bar to the next, a factor of ${factor.toFixed(1)}${split}. Prices are stored as they are.`,
  );
}
