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
const WRITTEN_ROWS = 24;
const WRITTEN_LENGTH = 48;

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
  const zone = shownCalendar(calendar, file.findCalendar).timeZone;
  let preview: FileInspection['preview'] = [];
  let session: FileInspection['firstSession'];
  if (mapping !== undefined) {
    await fillSessionOpens(file.database, mapping, file.findCalendar(calendar));
    preview = await previewRows(file.database, raw, mapping, zone);
    session = await firstSession(file.database, raw, mapping, shownCalendar(calendar, file.findCalendar));
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
    ...(preview.length > 0 ? {} : { written: writtenRows(file) }),
  };
}

function writtenRows(file: ForeignFile): string[][] {
  const cut = (cell: string): string => (cell.length > WRITTEN_LENGTH ? `${cell.slice(0, WRITTEN_LENGTH - 1)}…` : cell);
  return file.writtenRows(WRITTEN_ROWS).map((row) => row.map(cut));
}

interface Checked {
  readonly reason: string | null;
  readonly n: number;
  readonly jump: { readonly before: number; readonly after: number; readonly s: string } | null;
}

/** Rows that will be left out, and a jump from one bar to the next that looks like a split. */
async function warnOfRows({ database }: ForeignFile, known: Understanding): Promise<void> {
  const { mapping, raw, findings, isClean } = known;
  if (mapping === undefined || raw.rows > CHECKED_ROWS) return;
  const rows = mappedRows(raw, mapping);
  const factor = 'greatest(close / before, before / close)';
  const jumps = mapping.kind === 'bars' && isClean;
  const checked = await database.rows<Checked>(
    jumps
      ? `SELECT reason, count(*)::DOUBLE AS n,
           arg_max({'before': before, 'after': close, 's': s}, ${factor})
             FILTER (reason IS NULL AND reason_before IS NULL AND s = s_before AND ${factor} > ${JUMP}) AS jump
         FROM (SELECT reason, s, close::DOUBLE AS close, lag(close::DOUBLE) OVER () AS before, lag(reason) OVER () AS reason_before,
           lag(s) OVER () AS s_before FROM (${rows})) GROUP BY reason ORDER BY n DESC`
      : `SELECT reason, count(*)::DOUBLE AS n, NULL AS jump FROM (${rows}) GROUP BY reason ORDER BY n DESC`,
  );
  warnOfRejected(known, checked);
  const jump = checked.find(({ reason }) => reason === null)?.jump ?? undefined;
  if (jump === undefined) return;
  const times = Math.max(jump.after / jump.before, jump.before / jump.after);
  const nearest = Math.round(times * 2) / 2;
  const split = Math.abs(times - nearest) / nearest < 0.03 ? ': perhaps a split' : '';
  findings.warn(
    `${jump.s} goes from ${jump.before} to ${jump.after} from one bar to the next, a factor of ${times.toFixed(1)}${split}. Prices are stored as they are.`,
  );
}

function warnOfRejected({ raw, findings }: Understanding, checked: readonly Checked[]): void {
  const bad = [
    ...raw.malformed.map(({ reason, rows: n }) => ({ reason, n })),
    ...checked.filter(({ reason }) => reason !== null),
  ];
  const total = bad.reduce((sum, { n }) => sum + n, 0);
  if (total === 0) return;
  const list = bad.map(({ reason, n }) => `${count(n)} ${reason ?? ''}`).join(', ');
  const rowsRead = raw.rows + raw.malformed.reduce((sum, { rows }) => sum + rows, 0);
  if (checked.every(({ reason }) => reason !== null)) findings.refuse(`No row can be stored: ${list}.`);
  else findings.warn(`${count(total)} of ${count(rowsRead)} rows will be left out: ${list}.`);
}
