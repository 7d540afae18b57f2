import { addDays, type SessionDate } from '../../shared/market/time.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import { zoneTime } from '../state/zone-time.ts';

/** A stream as the configuration spells it (A3). */
export interface DraftStream {
  readonly type: string;
  readonly symbol: string;
  readonly interval?: string;
  readonly sampled?: string;
  readonly source?: string;
}

/** The keys of a configuration that the form edits; all others are kept as they are. */
export interface DraftConfig {
  readonly session_name?: string;
  readonly mode?: string;
  readonly data_streams?: readonly DraftStream[];
  readonly dates?: { readonly from?: string; readonly to?: string; readonly last?: string };
  readonly hours?: string;
  readonly session_data_config?: {
    readonly data_upkeep?: { readonly enabled?: boolean; readonly derived_intervals?: readonly string[] };
    readonly historical_bars?: { readonly trailing_days?: number; readonly intervals?: readonly string[] };
  };
}

/** Sessions that a new draft covers when more are stored. */
const FIRST_DAYS = 7;

/** The object in the text, or why there is none. */
export function parseDraft(text: string): { readonly draft: DraftConfig } | { readonly problem: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { draft: value };
    return { problem: 'A configuration is a JSON object: { "session_name": ..., "data_streams": [...] }.' };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}.` };
  }
}

export function formatDraft(draft: unknown): string {
  const text = JSON.stringify(draft, undefined, 2);
  // Streams and lists of intervals read better on one line each.
  return text.replace(
    /([[{])\s+((?:"[^"\n]*"(?:: (?:"[^"\n]*"|[\w.-]+))?,?\s+)+)([\]}])/g,
    (whole: string, open: string, body: string, close: string) => {
      const line = `${open}${open === '{' ? ' ' : ''}${body.trim().replace(/\s*\n\s*/g, ' ')}${open === '{' ? ' ' : ''}${close}`;
      return line.length <= 96 ? line : whole;
    },
  );
}

/** True when the draft streams this series; a stream that names no source or sampling takes any. */
export function hasSeries(draft: DraftConfig, series: SeriesSummary): boolean {
  return streamsOf(draft).some((stream) => isStreamOf(stream, series));
}

function isStreamOf(stream: DraftStream, series: SeriesSummary): boolean {
  return (
    stream.type === series.kind &&
    stream.symbol === series.symbol &&
    (series.kind !== 'bars' || stream.interval === series.interval) &&
    (stream.sampled === undefined || stream.sampled === series.sampled) &&
    (stream.source === undefined || stream.source === series.source)
  );
}

/** Adds or takes away a series. A symbol has one base interval (A4): adding bars replaces other bars of the symbol. */
export function toggleSeries(draft: DraftConfig, series: SeriesSummary, stored: readonly SeriesSummary[]): DraftConfig {
  const streams = streamsOf(draft);
  if (hasSeries(draft, series))
    return { ...draft, data_streams: streams.filter((stream) => !isStreamOf(stream, series)) };
  const others = streams.filter((stream) => stream.symbol !== series.symbol || stream.type !== series.kind);
  return { ...draft, data_streams: [...others, streamOf(series, stored)] };
}

/** Source and sampling are named only where several are stored. */
function streamOf(series: SeriesSummary, stored: readonly SeriesSummary[]): DraftStream {
  const rivals = stored.filter(
    (other) =>
      other.id !== series.id &&
      other.kind === series.kind &&
      other.symbol === series.symbol &&
      other.interval === series.interval,
  );
  return {
    type: series.kind,
    symbol: series.symbol,
    ...(series.interval === undefined ? {} : { interval: series.interval }),
    ...(rivals.length > 0 && series.sampled !== undefined ? { sampled: series.sampled } : {}),
    ...(rivals.some((other) => other.source !== series.source) ? { source: series.source } : {}),
  };
}

/** The streams, as far as they are objects: the text may hold anything while it is being written. */
export function streamsOf(draft: DraftConfig): readonly DraftStream[] {
  return listOf(draft.data_streams).filter(
    (stream): stream is DraftStream => typeof stream === 'object' && stream !== null,
  );
}

/** The name where it is a text. */
export function nameOf(draft: DraftConfig): string {
  return typeof draft.session_name === 'string' ? draft.session_name : '';
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** Series that can be streamed: bars of a base interval (A4), quotes, trades. */
export function streamable(stored: readonly SeriesSummary[]): SeriesSummary[] {
  const order = { bars: 0, quotes: 1, trades: 2 } as const;
  return stored
    .filter(({ kind, interval }) => kind !== 'bars' || interval === '1s' || interval === '1m')
    .sort((a, b) =>
      a.symbol < b.symbol
        ? -1
        : a.symbol > b.symbol
          ? 1
          : order[a.kind] - order[b.kind] || ((a.interval ?? '') < (b.interval ?? '') ? 1 : -1),
    );
}

/** First and last date that all streams of the draft have in common; `undefined` where there is none. */
export function commonDates(
  draft: DraftConfig,
  stored: readonly SeriesSummary[],
): { readonly from: SessionDate; readonly to: SessionDate } | undefined {
  const chosen = stored.filter((series) => hasSeries(draft, series));
  if (chosen.length === 0) return undefined;
  const from =
    chosen
      .map((series) => zoneTime(series.timeZone).date(series.from))
      .sort()
      .at(-1) ?? '';
  const to = chosen.map((series) => zoneTime(series.timeZone).date(series.to)).sort()[0] ?? '';
  return from <= to ? { from: from as SessionDate, to: to as SessionDate } : undefined;
}

/** A first proposal: the finest bars of two symbols with their quotes, over the last week that they share. */
export function proposeDraft(stored: readonly SeriesSummary[]): DraftConfig {
  const usable = streamable(stored);
  const bars = usable.filter(({ kind }) => kind === 'bars');
  const symbols = [...new Set(bars.map(({ symbol }) => symbol))];
  const fine = symbols.filter((symbol) => bars.some((series) => series.symbol === symbol && series.interval === '1s'));
  const chosen = [...new Set([...fine, ...symbols])].slice(0, 2);
  let draft: DraftConfig = {
    session_name: chosen.length === 0 ? 'New session' : chosen.join(' and '),
    mode: 'backtest',
    data_streams: [],
  };
  for (const symbol of chosen) {
    const best = bars
      .filter((series) => series.symbol === symbol)
      .sort((a, b) => ((a.interval ?? '') < (b.interval ?? '') ? 1 : -1))[0];
    const quotes = usable.find((series) => series.symbol === symbol && series.kind === 'quotes');
    for (const series of [best, quotes]) if (series !== undefined) draft = toggleSeries(draft, series, stored);
  }
  const common = commonDates(draft, stored);
  if (common !== undefined) {
    const week = addDays(common.to, 1 - FIRST_DAYS);
    draft = { ...draft, dates: { from: week > common.from ? week : common.from, to: common.to } };
  }
  return {
    ...draft,
    hours: 'regular',
    session_data_config: { data_upkeep: { enabled: true, derived_intervals: ['1m', '5m', '15m'] } },
  };
}

export function derivedOf(draft: DraftConfig): readonly string[] {
  return listOf(draft.session_data_config?.data_upkeep?.derived_intervals).filter(
    (interval) => typeof interval === 'string',
  );
}

/** Merges into `session_data_config.data_upkeep`. */
export function withUpkeep(
  draft: DraftConfig,
  patch: { readonly enabled?: boolean; readonly derived_intervals?: readonly string[] },
): DraftConfig {
  const { session_data_config: known } = draft;
  return { ...draft, session_data_config: { ...known, data_upkeep: { ...known?.data_upkeep, ...patch } } };
}
