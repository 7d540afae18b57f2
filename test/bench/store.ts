import { openReader } from '../../electron/store/reader.ts';
import { BlockLoader } from '../../electron/upkeep/load-block.ts';
import { planRun } from '../../electron/upkeep/plan-run.ts';
import { QualityService } from '../../electron/upkeep/quality-service.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { seriesId } from '../../shared/market/series.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { benchFolder, withBenchStore } from './bench-store.ts';
import { type Figures, medianMs } from './figure.ts';

/** Store to session blocks, bytes a bar, quality of whole series. The warming run hashed and decoded the files, and the reader keeps both. Of a
 * year's 252 blocks the first six runs of a process are still being compiled: of 21, the median is a settled one. */
export async function storeFigures(): Promise<Figures> {
  return { ...(await loadFigures()), ...(await sizeFigures()), ...(await qualityFigures()) };
}

export async function planOf(streams: readonly object[], derived: readonly string[] = []): Promise<RunPlan> {
  const parsed = parseSessionConfig({
    session_name: 'bench',
    mode: 'backtest',
    data_streams: streams,
    session_data_config: { data_upkeep: { enabled: false, derived_intervals: derived } },
  });
  if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
  return withBenchStore((store) => planRun(parsed.config, store.reader, calendarById));
}

async function loadFigures(): Promise<Figures> {
  const [month, year] = [
    await planOf([{ type: 'bars', symbol: 'AAPL', interval: '1s' }]),
    await planOf([{ type: 'bars', symbol: 'YEAR', interval: '1m' }]),
  ];
  const reader = await openReader({ dataDir: await benchFolder() });
  const blocks = (plan: RunPlan, sessions: number) => async () => {
    const loader = new BlockLoader(plan, reader);
    let rows = 0;
    for (let index = 0; index < sessions; index++) {
      const stream = (await loader.load(index)).streams[0];
      rows += stream?.columns.time.length ?? 0;
    }
    if (rows === 0) throw new Error('the bench store holds no rows');
  };
  try {
    return {
      'load.sessions20': { value: await medianMs(blocks(month, 20)), unit: 'ms', goal: 60 },
      'load.day1m': { value: await medianMs(blocks(year, 1), 21), unit: 'ms', goal: 1.5 },
      'load.year1m': { value: await medianMs(blocks(year, 252), 21), unit: 'ms', goal: 25 },
    };
  } finally {
    await reader.close();
  }
}

function sizeFigures(): Promise<Figures> {
  return withBenchStore(async (store) => {
    const series = await store.catalogue();
    const bytesABar = (symbols: readonly string[], interval: string): number => {
      const chosen = series.filter((one) => symbols.includes(one.symbol) && one.interval === interval);
      const sum = (pick: (one: (typeof chosen)[number]) => number): number =>
        chosen.reduce((total, one) => total + pick(one), 0);
      return sum(({ bytes }) => bytes) / sum(({ rows }) => rows);
    };
    return {
      'size.bar1m': { value: bytesABar(['YEAR'], '1m'), unit: 'bytes', goal: 6.1 },
      'size.bar1s': { value: bytesABar(['AAPL', 'MSFT', 'RIVN', 'TSLA'], '1s'), unit: 'bytes', goal: 3.5 },
    };
  });
}

/** Counts by session of a whole series and the slots of one, nothing kept from run to run. */
async function qualityFigures(): Promise<Figures> {
  const reader = await openReader({ dataDir: await benchFolder() });
  const cold = async (symbol: string, interval: string): Promise<number> => {
    const stored = ensure(
      reader.series().find(({ key }) => key.symbol === symbol && key.interval === interval),
      `${symbol} ${interval}`,
    );
    return medianMs(async () => {
      const service = new QualityService({ reader, findCalendar: calendarById });
      const sessions = await service.sessions(stored.key, {});
      if (sessions.length === 0) throw new Error(`no sessions of ${seriesId(stored.key)}`);
    });
  };
  try {
    return {
      'quality.year1m': { value: await cold('YEAR', '1m'), unit: 'ms', goal: 200 },
      'quality.month1s': { value: await cold('AAPL', '1s'), unit: 'ms', goal: 200 },
    };
  } finally {
    await reader.close();
  }
}
