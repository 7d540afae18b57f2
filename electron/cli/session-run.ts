import { dirname, resolve } from 'node:path';

import type { DatesConfig, SessionConfig } from '../../shared/session/config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { planRun, type FindCalendar } from '../upkeep/plan-run.ts';
import { calendarFinder } from './find-calendar.ts';
import type { DateOptions } from './option-values.ts';
import { readSessionConfig } from './session-file.ts';

/** A configuration resolved against the store. */
export interface ResolvedSession {
  readonly config: SessionConfig;
  readonly plan: RunPlan;
  readonly findCalendar: FindCalendar;
}

export interface Overrides extends DateOptions {
  readonly seed?: number;
}

/** Reads a session file and plans it; what the command line states wins over the file. */
export async function resolveSession(
  path: string,
  overrides: Overrides,
  reader: StoreReader,
): Promise<ResolvedSession> {
  const file = await readSessionConfig(path);
  const findCalendar = calendarFinder(dirname(resolve(path)));
  const config = overrides.seed === undefined ? file : { ...file, seed: overrides.seed };
  return { ...(await planDates(config, overrides, reader, findCalendar)), findCalendar };
}

/** Plans a configuration between dates; an edge that is not given is the configuration's, else the store's. */
export async function planDates(
  config: SessionConfig,
  { from, to }: DateOptions,
  reader: StoreReader,
  findCalendar: FindCalendar,
): Promise<{ readonly config: SessionConfig; readonly plan: RunPlan }> {
  const own = config.dates;
  if (from === undefined && to === undefined) return { config, plan: await planRun(config, reader, findCalendar) };
  const edges = own !== undefined && 'from' in own ? own : undefined;
  const start = from ?? edges?.from;
  const end = to ?? edges?.to;
  const dates = start !== undefined && end !== undefined ? { from: start, to: end } : await storedDates();
  const narrowed = { ...config, dates };
  return { config: narrowed, plan: await planRun(narrowed, reader, findCalendar) };

  async function storedDates(): Promise<DatesConfig> {
    const { dates: _own, ...everything } = config;
    const { sessions } = await planRun(everything, reader, findCalendar);
    const first = sessions[0]?.date;
    const last = sessions.at(-1)?.date;
    return { from: start ?? first ?? end ?? last, to: end ?? last ?? start ?? first } as DatesConfig;
  }
}
