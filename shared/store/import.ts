import type { SeriesKind } from '../market/series.ts';

/** What a column of a foreign file means. `date` and `time-of-day` are two halves of one stamp; `ignore` drops the column. */
export const COLUMN_MEANINGS = [
  'time', 'date', 'time-of-day', 'symbol', 'open', 'high', 'low', 'close', 'volume', 'vwap', 'trades',
  'bid', 'ask', 'bid-size', 'ask-size', 'price', 'size', 'side', 'ignore',
] as const; // prettier-ignore
export type ColumnMeaning = (typeof COLUMN_MEANINGS)[number];

export type TimeUnit = 's' | 'ms' | 'us' | 'ns';
export type Stamp = 'open' | 'close';
export type DateOrder = 'dmy' | 'mdy';

/** The answers that turn a file into rows of a series: guessed, then corrected, or given as options (`cli.md`). All optional: what is absent is guessed. */
export interface ImportOptions {
  readonly kind?: SeriesKind;
  readonly symbol?: string;
  readonly interval?: string;
  readonly sampled?: 'event' | '1s' | '1m';
  /** IANA zone, or a fixed offset such as `-05:00`, of stamps that carry none. */
  readonly timeZone?: string;
  readonly timeUnit?: TimeUnit;
  /** Which of day and month comes first in dates such as `02/03/2010`. */
  readonly dateOrder?: DateOrder;
  readonly stamp?: Stamp;
  readonly priceScale?: number;
  /** Column name to meaning; columns not named keep their guess. */
  readonly map?: Readonly<Record<string, ColumnMeaning>>;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly calendar?: string;
  readonly source?: string;
  readonly listsEveryTrade?: boolean;
}

/** Name of an option as the command line spells it, for refusals: `--time-zone`. */
export const OPTION_FLAGS: Readonly<Record<keyof ImportOptions, string>> = {
  kind: '--kind',
  symbol: '--symbol',
  interval: '--interval',
  sampled: '--sampled',
  timeZone: '--time-zone',
  timeUnit: '--time-unit',
  dateOrder: '--date-order',
  stamp: '--stamp',
  priceScale: '--price-scale',
  map: '--map',
  delimiter: '--delimiter',
  encoding: '--encoding',
  calendar: '--calendar',
  source: '--source',
  listsEveryTrade: '--lists-every-trade',
};

/** What was recognised in a file; an absent field could not be told. */
export interface ImportGuess {
  readonly kind?: SeriesKind;
  readonly symbols: readonly string[];
  readonly interval?: string;
  readonly sampled?: 'event' | '1s' | '1m';
  readonly timeZone?: string;
  readonly timeUnit?: TimeUnit;
  readonly stamp?: Stamp;
  readonly priceScale?: number;
  readonly calendar?: string;
  readonly source?: string;
  readonly listsEveryTrade?: boolean;
}

/** One reason for one guess: shown beside its field. */
export interface EvidenceLine {
  readonly about: keyof ImportOptions | 'columns' | 'file';
  readonly text: string;
  /** False where the evidence is thin and a person should look. */
  readonly certain: boolean;
}

export interface FileColumn {
  readonly name: string;
  readonly type: string;
  readonly meaning?: ColumnMeaning;
}

/** A row as it would be stored: `time` is UTC ISO, `local` wall time in the calendar's zone, the rest exact decimal text. */
export interface PreviewRow {
  readonly time: string;
  readonly local: string;
  readonly symbol: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Answer needed or refusal: `option` is the field that settles it, absent where nothing can. */
export interface ImportProblem {
  readonly message: string;
  readonly option?: keyof ImportOptions;
  /** Answers that may well be meant, likeliest first; never taken without being chosen. */
  readonly suggestions?: readonly string[];
}

/** How well rows fit an exchange's hours if stamps were in that zone: the bars of the dialog's Zone panel. */
export interface ZoneFit {
  readonly timeZone: string;
  readonly share: number;
  readonly minutesHit: number;
  readonly minutesExpected: number;
}

/** The first session of a file against its calendar's hours, at one point a minute; times in epoch seconds. */
export interface FirstSession {
  readonly date: string;
  readonly open: number;
  readonly close: number;
  readonly times: readonly number[];
  readonly closes: readonly number[];
  readonly volumes: readonly number[];
  readonly before: number;
  readonly inside: number;
  readonly after: number;
}

/** The result of `inspect` on one file; `status` says whether `import` would take it as it stands. */
export interface FileInspection {
  /** Handle for preview and commit in this process; absent on the command line. */
  readonly fileId?: string;
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly format: string;
  readonly rows: number;
  readonly columns: readonly FileColumn[];
  readonly guess: ImportGuess;
  readonly evidence: readonly EvidenceLine[];
  readonly preview: readonly PreviewRow[];
  /** Where nothing can be previewed yet: the first rows as the file has them, cells in the order of `columns`, long ones cut. */
  readonly written?: readonly (readonly string[])[];
  readonly problems: readonly ImportProblem[];
  readonly warnings: readonly string[];
  readonly status: 'ready' | 'question' | 'refused' | 'unchanged';
  readonly zones: readonly ZoneFit[];
  readonly firstSession?: FirstSession;
}

export interface Rejection {
  readonly reason: string;
  readonly rows: number;
  /** Number of the first such row in the file, from 1, headers not counted. */
  readonly firstRow: number;
}

/** What became of one file: the command line's `import` reports it as it is. */
export interface ImportReport {
  readonly path: string;
  readonly sha256: string;
  readonly status: 'imported' | 'unchanged' | 'refused';
  readonly reason?: string;
  readonly option?: string;
  readonly kind?: SeriesKind;
  readonly symbols?: readonly string[];
  readonly interval?: string;
  readonly sampled?: string;
  readonly rowsRead: number;
  readonly rowsStored: number;
  readonly duplicates: number;
  readonly replaced: number;
  readonly rejected: number;
  readonly rejections: readonly Rejection[];
}

export interface ImportSummary {
  readonly files: readonly ImportReport[];
  readonly rowsStored: number;
}
