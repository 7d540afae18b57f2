import { z } from 'zod';

import { COLUMN_MEANINGS, type FileInspection } from '../store/import.ts';
import type { CalendarInfo, CalendarList } from '../market/calendar/calendar-info.ts';
import type { DayQuality, SeriesDays, SeriesSummary } from '../store/catalogue.ts';
import type { Job } from '../store/job.ts';
import type { DamagedFile, StorePlan } from '../store/operations.ts';
import { retentionRule } from '../store/retention.ts';
import type { Gap, QualityCell, QualityCounts, SessionQuality, SlotCause } from '../quality/quality.ts';
import type { ConfigProblem } from '../session/config.ts';
import { MOST_CHART_INDICATORS } from '../session/chart-indicators.ts';
import { chartIndicatorId } from './chart-indicator-id.ts';
import type { OpenRun, PlotRows, ReplayFrame, ReplayState, SessionStrip } from '../session/replay.ts';
import type { RunPlan } from '../session/plan.ts';
import type { OpenStrategy, StrategyInfo } from '../trading/strategy.ts';
import type { ResultDetail } from '../trading/result-detail.ts';
import type { ResultSummary } from '../trading/result.ts';
import type { Settings } from './settings.ts';
import { settingsPatch } from './settings.ts';

/** The one contract between backend and window: a map of requests and a map of events. Arguments are validated by the backend, in every transport. */

const text = (max = 512): z.ZodString => z.string().max(max);
const micros = z.number().int().min(-8.64e15).max(8.64e15);
const interval = text(8).regex(/^[1-9]\d{0,5}[smhdw]$/);
const date = text(10).regex(/^\d{4}-\d{2}-\d{2}$/);
const seriesId = text(1_024);

const importOptions = z
  .strictObject({
    kind: z.enum(['bars', 'quotes', 'trades']),
    symbol: text(64).min(1),
    interval,
    sampled: z.enum(['event', '1s', '1m']),
    timeZone: text(64),
    timeUnit: z.enum(['s', 'ms', 'us', 'ns']),
    dateOrder: z.enum(['dmy', 'mdy']),
    stamp: z.enum(['open', 'close']),
    priceScale: z.number().int().min(0).max(9),
    map: z.record(text(256), z.enum(COLUMN_MEANINGS)),
    delimiter: text(4),
    encoding: text(32),
    calendar: text(256),
    source: text(64).min(1),
    listsEveryTrade: z.boolean(),
  })
  .partial();

const id = text(64).min(1);
const breakpoint = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('price'), id, symbol: text(64).min(1), price: z.number() }),
  z.strictObject({ type: z.literal('time'), id, time: text(8).regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/) }),
  z.strictObject({ type: z.literal('gap'), id, symbol: text(64).min(1).optional() }),
  z.strictObject({ type: z.literal('fill'), id }),
]);

const speed = z.union([z.literal('max'), z.number().min(0.1).max(10_000)]);
const replayCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('play') }),
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('speed'), speed }),
  z.strictObject({
    type: z.literal('step'),
    unit: z.union([z.enum(['event', 'minute', 'session']), interval]),
    direction: z.union([z.literal(1), z.literal(-1)]),
  }),
  z.strictObject({ type: z.literal('seek'), time: micros }),
  z.strictObject({ type: z.literal('breakpoints'), breakpoints: z.array(breakpoint).max(64).readonly() }),
]);

const indicators = z.array(chartIndicatorId).max(MOST_CHART_INDICATORS).readonly();
const chart = z.strictObject({
  id: text(64),
  symbol: text(64),
  interval,
  bars: z.number().int().min(1).max(20_000),
  indicators: indicators.optional(),
  asLine: z.boolean().optional(),
});

/** Rows of some series, all of them without dates. Dates are session dates, both inclusive (S23). */
const removal = z.strictObject({
  seriesIds: z.array(seriesId).min(1).max(10_000),
  from: date.optional(),
  to: date.optional(),
});
const retention = z.strictObject({ rules: z.array(retentionRule).min(1).max(32) });

const price = z.number().positive().max(1e12);
const stopKind = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('stop'), stop: price }),
  z.strictObject({ type: z.literal('trailing-stop'), distance: price, unit: z.enum(['price', 'fraction']) }),
]);
const orderKind = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('market') }),
  z.strictObject({ type: z.literal('limit'), limit: price }),
  z.strictObject({ type: z.literal('stop'), stop: price }),
  z.strictObject({ type: z.literal('stop-limit'), stop: price, limit: price }),
  z.strictObject({ type: z.literal('trailing-stop'), distance: price, unit: z.enum(['price', 'fraction']) }),
  z.strictObject({ type: z.literal('market-on-open') }),
  z.strictObject({ type: z.literal('market-on-close') }),
]);
const orderId = z.number().int().min(1).max(1e9);
const tradingCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('place'),
    order: z.strictObject({
      symbol: text(64),
      side: z.enum(['buy', 'sell']),
      quantity: z.number().positive().max(1e12).optional(),
      kind: orderKind,
      timeInForce: z.enum(['day', 'gtc', 'ioc', 'fok']).optional(),
      bracket: z.strictObject({ target: price.optional(), stop: stopKind.optional() }).optional(),
      outsideSession: z.boolean().optional(),
    }),
  }),
  z.strictObject({ type: z.literal('cancel'), order: orderId }),
  z.strictObject({
    type: z.literal('change'),
    order: orderId,
    limit: price.optional(),
    stop: price.optional(),
    quantity: z.number().positive().max(1e12).optional(),
  }),
  z.strictObject({ type: z.literal('flatten'), symbol: text(64).optional() }),
]);

const none = z.strictObject({});

export const requestSchemas = {
  'app.info': none,
  'app.doctor': none,
  'settings.get': none,
  'settings.set': settingsPatch,

  'catalog.list': none,
  /** Files by path (Electron, command line) or by the id an upload answered with (loopback). */
  'import.inspect': z.strictObject({
    files: z.array(z.union([z.strictObject({ path: text(4_096) }), z.strictObject({ upload: text(64) })])).max(10_000),
  }),
  'import.preview': z.strictObject({ fileId: text(64), options: importOptions }),
  'import.commit': z.strictObject({
    files: z.array(z.strictObject({ fileId: text(64), options: importOptions })).max(10_000),
    remember: z.boolean(),
  }),
  'import.discard': z.strictObject({ fileIds: z.array(text(64)).max(10_000) }),
  'sample.load': none,
  'export.start': z.strictObject({
    seriesId,
    interval: interval.optional(),
    from: date.optional(),
    to: date.optional(),
    format: z.enum(['parquet', 'csv', 'arrow', 'freqtrade']),
  }),
  /** What an operation would do, without doing it. */
  'store.plan': z.discriminatedUnion('operation', [
    z.strictObject({ operation: z.literal('delete'), ...removal.shape }),
    z.strictObject({ operation: z.literal('retention'), ...retention.shape }),
    z.strictObject({ operation: z.literal('compact') }),
  ]),
  'store.delete': removal,
  /** Removes by the rules given and keeps them in the settings. */
  'store.retention': retention,
  'store.compact': none,
  'store.verify': none,
  /** To a file by path, else to a new one where a person looks for downloads. */
  'store.backup': z.strictObject({ path: text(4_096).min(1).optional() }),
  'store.restore': z.strictObject({
    file: z.union([z.strictObject({ path: text(4_096).min(1) }), z.strictObject({ upload: text(64) })]),
  }),
  /** From a folder of an older layout, which is left as it is. With `dryRun` nothing is stored. */
  'store.migrate': z.strictObject({ path: text(4_096).min(1), dryRun: z.boolean(), options: importOptions }),
  'jobs.list': none,
  'jobs.cancel': z.strictObject({ jobId: text(64) }),

  'calendars.list': none,
  /** Keeps a calendar of one's own, given as the text of its JSON file (S6); one of the same id is replaced. Refused with `bad-config`, and every
   * problem with its path in `details.problems`, where it is none. */
  'calendars.add': z.strictObject({ json: text(1_000_000) }),
  /** Refused while a symbol of the store keeps it. */
  'calendars.remove': z.strictObject({ id: text(64).min(1) }),

  'quality.days': z.strictObject({ from: date.optional(), to: date.optional() }),
  'quality.session': z.strictObject({ seriesId, date }),
  'quality.minute': z.strictObject({ seriesId, minute: micros }),

  'strategies.list': none,
  /** Writes the template as a file of this name into the strategies folder of the data folder. */
  'strategies.create': z.strictObject({ name: text(64).min(1) }),
  /** Adds a file from elsewhere to the list. It is read, and not evaluated before it is trusted. */
  'strategies.open': z.strictObject({ path: text(4_096).min(1) }),
  /** A person agrees to run this file, as it was shown: it runs with their rights. */
  'strategies.trust': z.strictObject({ path: text(4_096).min(1), sha256: text(64) }),
  /** Takes a file from elsewhere off the list; the file stays. */
  'strategies.forget': z.strictObject({ path: text(4_096).min(1) }),

  'results.list': none,
  'results.get': z.strictObject({ id: text(64) }),
  'results.delete': z.strictObject({ ids: z.array(text(64)).max(10_000) }),
  'results.export': z.strictObject({ id: text(64), format: z.enum(['html', 'csv', 'json', 'parquet']) }),
  /** Keeps the result of the open run, which stands at its end. */
  'results.keep': none,
  /** Plays a session in the background, beside the open one, to a stored result. */
  'run.start': z.strictObject({ config: z.unknown() }),

  'session.validate': z.strictObject({ config: z.unknown() }),
  'session.resolve': z.strictObject({ config: z.unknown() }),
  'session.open': z.strictObject({ config: z.unknown() }),
  'session.current': none,
  'session.close': none,
  'session.strips': none,

  'replay.command': replayCommand,
  /** An order of a person at the session clock (F5). */
  'replay.trade': z.strictObject({ command: tradingCommand }),
  'replay.subscribe': z.strictObject({ charts: z.array(chart).max(32) }),
  'replay.ack': z.strictObject({ sequence: z.number().int().min(0) }),
  /** Closed bars with open time before `before`, as of the session clock, newest last. */
  'replay.bars': z.strictObject({
    symbol: text(64),
    interval,
    before: micros,
    count: z.number().int().min(1).max(20_000),
    indicators: indicators.optional(),
  }),
} as const;

export type RequestName = keyof typeof requestSchemas;
export type RequestArgs<Name extends RequestName> = z.infer<(typeof requestSchemas)[Name]>;

export interface AppInfo {
  readonly version: string;
  readonly host: 'electron' | 'loopback';
  readonly dataDir: string;
  readonly readOnly: boolean;
  /** True when dropped files must be sent up because paths cannot be seen (loopback). */
  readonly uploads: boolean;
}

export interface DoctorLine {
  readonly name: string;
  readonly ok: boolean;
  readonly value: string;
  /** What to do, where not ok. */
  readonly remedy?: string;
}

/** One session of one series down to the minute, for the drill-down. */
export interface SessionDetail {
  readonly session: SessionQuality;
  readonly timeZone: string;
  readonly hours: readonly QualityCell[];
  readonly minutes: readonly QualityCell[];
  readonly gaps: readonly Gap[];
  readonly evidence: readonly string[];
}

/** The seconds of one minute: state of each slot, in order. */
export interface MinuteDetail {
  readonly from: number;
  readonly states: readonly number[];
  /** One a slot: `null` where a bar is stored. */
  readonly causes: readonly (SlotCause | null)[];
  readonly counts: QualityCounts;
  readonly coarserVolume?: number;
  readonly volume: number;
}

export interface CurrentSession {
  readonly run: OpenRun;
  readonly state: ReplayState;
  /** Absent where the run has no strategy. */
  readonly strategy?: OpenStrategy;
  /** The configuration as it was opened. */
  readonly config: unknown;
}

export interface RequestResults {
  'app.info': AppInfo;
  'app.doctor': readonly DoctorLine[];
  'settings.get': Settings;
  'settings.set': Settings;
  'catalog.list': readonly SeriesSummary[];
  'import.inspect': readonly FileInspection[];
  'import.preview': FileInspection;
  'import.commit': { readonly jobId: string };
  'import.discard': { readonly discarded: number };
  'sample.load': { readonly jobId: string };
  'export.start': { readonly jobId: string };
  'store.plan': StorePlan;
  /** Results of these jobs: `StoreChanges` of the first three, `Verification`, `BackupReport`, `RestoreReport`, `ImportSummary`. */
  'store.delete': { readonly jobId: string };
  'store.retention': { readonly jobId: string };
  'store.compact': { readonly jobId: string };
  'store.verify': { readonly jobId: string };
  'store.backup': { readonly jobId: string };
  'store.restore': { readonly jobId: string };
  'store.migrate': { readonly jobId: string };
  'jobs.list': readonly Job[];
  'jobs.cancel': { readonly cancelled: boolean };
  'calendars.list': CalendarList;
  'calendars.add': CalendarInfo;
  'calendars.remove': { readonly removed: boolean };
  'quality.days': readonly SeriesDays[];
  'quality.session': SessionDetail;
  'quality.minute': MinuteDetail;
  'strategies.list': readonly StrategyInfo[];
  'strategies.create': StrategyInfo;
  'strategies.open': StrategyInfo;
  'strategies.trust': StrategyInfo;
  'strategies.forget': { readonly forgotten: boolean };
  'results.list': readonly ResultSummary[];
  'results.get': ResultDetail;
  'results.delete': { readonly deleted: number };
  'results.export': { readonly jobId: string };
  'results.keep': ResultSummary;
  'run.start': { readonly jobId: string };
  'session.validate': { readonly valid: boolean; readonly problems: readonly ConfigProblem[] };
  'session.resolve': RunPlan;
  'session.open': CurrentSession;
  'session.current': CurrentSession | undefined;
  'session.close': { readonly closed: boolean };
  'session.strips': readonly SessionStrip[];
  'replay.command': ReplayState;
  'replay.trade': ReplayState;
  'replay.subscribe': { readonly charts: number };
  'replay.ack': { readonly accepted: boolean };
  'replay.bars': {
    readonly bars: Float64Array;
    readonly hasOlder: boolean;
    readonly gaps: Float64Array;
    readonly plots: readonly PlotRows[];
  };
}

export interface BackendEvents {
  frame: ReplayFrame;
  job: Job;
  'catalog.changed': { readonly rows: number };
  /** Files that are known to be damaged changed: found by a check in idle time, or mended by an import or a restore. */
  'store.damaged': { readonly files: readonly DamagedFile[] };
  /** A calendar was added, replaced or removed. */
  'calendars.changed': CalendarList;
  /** The open run was replaced or closed; its state follows in frames. */
  'session.changed': CurrentSession | undefined;
  /** A strategy's file was written, added or taken away: the whole list. */
  'strategies.changed': readonly StrategyInfo[];
  /** Results were stored or deleted. */
  'results.changed': Readonly<Record<string, never>>;
  /** Days of a series that are new or whose quality is another one than before. */
  'quality.changed': { readonly seriesId: string; readonly days: readonly DayQuality[] };
  /** The backend process was restarted after a crash; the window asks for everything anew. */
  restarted: { readonly reason: string };
}

export type EventName = keyof BackendEvents;

/** What a backend offers: one handler a request. A forgotten one does not compile. */
export type Handlers = {
  readonly [Name in RequestName]: (args: RequestArgs<Name>) => Promise<RequestResults[Name]> | RequestResults[Name];
};
