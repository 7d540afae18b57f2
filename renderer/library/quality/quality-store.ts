import { createStore, type StoreApi } from 'zustand/vanilla';

import type { BackendClient } from '../../../shared/ipc/client.ts';
import type { MinuteDetail, SessionDetail } from '../../../shared/ipc/contract.ts';
import { compareIntervals, parseInterval } from '../../../shared/market/interval.ts';
import { micros, MICROS_PER_MINUTE, type Micros, type SessionDate } from '../../../shared/market/time.ts';
import type { SeriesDays } from '../../../shared/store/catalogue.ts';
import type { NoticesStore } from '../../state/notices-store.ts';
import { minuteOf } from '../../ui/heatmap/hour-minute.ts';
import { ALL_DATES, monthsOf, type Measure, type Period } from './day-map.ts';

export interface ChosenDay {
  readonly seriesId: string;
  readonly date: SessionDate;
}

export interface ChosenMinute {
  readonly time: Micros;
  /** The minute, with the ones before and after it where the session has them. */
  readonly details: readonly MinuteDetail[];
}

export interface QualityState {
  /** Absent until first answered. */
  readonly series: readonly SeriesDays[] | undefined;
  readonly period: Period;
  readonly measure: Measure;
  readonly day: ChosenDay | undefined;
  /** Of the chosen day; the one before stays in sight until it arrives. */
  readonly detail: SessionDetail | undefined;
  readonly minute: ChosenMinute | undefined;
  refresh(): Promise<void>;
  setPeriod(period: Period): void;
  setMeasure(measure: Measure): void;
  chooseDay(day: ChosenDay): Promise<void>;
  /** Shows the latest day of a series; does nothing for one without quality. */
  chooseSeries(seriesId: string): Promise<void>;
  chooseMinute(time: Micros): Promise<void>;
  /** Detail of any day, for tooltips; kept for the days asked last. */
  peek(day: ChosenDay): Promise<SessionDetail>;
}

export type QualityStore = StoreApi<QualityState>;

const MAX_KEPT = 64;
/** Dates that the narrowest map shows without scrolling. */
const MAX_FIRST_DATES = 45;

/** Quality from symbol by day down to single slots. The answer to the latest choice wins, whatever order answers come in. */
export function createQualityStore(client: BackendClient, notices: NoticesStore): QualityStore {
  const kept = new Map<string, Promise<SessionDetail>>();
  let dayRequest = 0;
  let minuteRequest = 0;
  /** A series chosen before the first answer; shown once it is there. */
  let awaited: string | undefined;

  return createStore<QualityState>()((set, get) => {
    const tell = (error: unknown): void => notices.getState().showError(error);
    const follow = (): void => {
      kept.clear();
      get().refresh().catch(tell);
    };
    client.on('catalog.changed', follow);
    client.on('restarted', follow);
    client.on('quality.changed', ({ seriesId, days }) => {
      for (const { date } of days) kept.delete(keyOf({ seriesId, date }));
      const series = get().series?.map((one) => {
        if (one.id !== seriesId) return one;
        const changed = new Map(days.map((day) => [day.date, day]));
        const others = one.days.filter(({ date }) => !changed.has(date));
        return { ...one, days: [...others, ...days].sort((a, b) => (a.date < b.date ? -1 : 1)) };
      });
      set({ series });
      const { day } = get();
      if (day?.seriesId === seriesId && days.some(({ date }) => date === day.date)) get().chooseDay(day).catch(tell);
    });

    return {
      series: undefined,
      period: ALL_DATES,
      measure: 'quality',
      day: undefined,
      detail: undefined,
      minute: undefined,
      refresh: async () => {
        const series = [...(await client.request('quality.days', {}))].sort(bySymbol);
        const { period, day, series: before } = get();
        const months = monthsOf(series);
        const hadNone = before === undefined || monthsOf(before).length === 0;
        const isGone = period !== ALL_DATES && !months.includes(period);
        set({ series, period: hadNone || isGone ? firstPeriod(series) : period });
        const still = series.find(({ id }) => id === day?.seriesId)?.days.some(({ date }) => date === day?.date);
        if (day !== undefined && still === true) await get().chooseDay(day);
        else {
          set({ day: undefined, detail: undefined, minute: undefined });
          const held = series.filter(({ days }) => days.length > 0);
          const first = held.find(({ id }) => id === awaited) ?? held[0];
          awaited = undefined;
          if (first !== undefined) await get().chooseSeries(first.id);
        }
      },
      setPeriod: (period) => set({ period }),
      setMeasure: (measure) => set({ measure }),
      chooseDay: async (day) => {
        const request = ++dayRequest;
        const isSame = keyOf(day) === keyOf(get().day ?? { seriesId: '', date: day.date });
        set(isSame ? { day } : { day, minute: undefined });
        const detail = await get().peek(day);
        if (request === dayRequest) set({ detail });
      },
      chooseSeries: async (seriesId) => {
        if (get().series === undefined) awaited = seriesId;
        const last = get()
          .series?.find(({ id }) => id === seriesId)
          ?.days.at(-1);
        if (last === undefined || get().day?.seriesId === seriesId) return;
        const { period } = get();
        if (period !== ALL_DATES && !last.date.startsWith(period)) set({ period: last.date.slice(0, 7) });
        await get().chooseDay({ seriesId, date: last.date });
      },
      chooseMinute: async (time) => {
        const { day, detail } = get();
        if (day === undefined) return;
        const request = ++minuteRequest;
        const minute = minuteOf(time);
        const around = [minute - MICROS_PER_MINUTE, minute, minute + MICROS_PER_MINUTE].map(micros);
        const wanted = around.filter(
          (from) => detail?.minutes.some((cell) => cell.from === from) === true || from === minute,
        );
        const details = await Promise.all(
          wanted.map((from) => client.request('quality.minute', { seriesId: day.seriesId, minute: from })),
        );
        if (request === minuteRequest) set({ minute: { time: minute, details } });
      },
      peek: (day) => {
        const key = keyOf(day);
        const known = kept.get(key);
        if (known !== undefined) return known;
        const detail = client.request('quality.session', day);
        detail.catch(() => kept.delete(key));
        kept.set(key, detail);
        const oldest = kept.keys().next().value;
        if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
        return detail;
      },
    };
  });
}

/** Symbols in order, of each the finest interval first. */
function bySymbol(a: SeriesDays, b: SeriesDays): number {
  if (a.symbol !== b.symbol) return a.symbol < b.symbol ? -1 : 1;
  const [one, other] = [parseInterval(a.interval), parseInterval(b.interval)];
  return one === undefined || other === undefined ? 0 : compareIntervals(one, other);
}

/** All dates where they fit side by side, else the latest month. */
function firstPeriod(series: readonly SeriesDays[]): Period {
  const dates = new Set(series.flatMap(({ days }) => days.map(({ date }) => date)));
  return dates.size <= MAX_FIRST_DATES ? ALL_DATES : (monthsOf(series).at(-1) ?? ALL_DATES);
}

const keyOf = ({ seriesId, date }: ChosenDay): string => `${date} ${seriesId}`;
