import { AppError } from '../../shared/lang/app-error.ts';
import type { SessionDate } from '../../shared/market/time.ts';
import type { DatesConfig, SessionConfig } from '../../shared/session/config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { planRun, type FindCalendar } from './plan-run.ts';

/** Session dates, both inclusive (S23); an edge that is absent is open. */
export interface DateOptions {
  readonly from?: SessionDate;
  readonly to?: SessionDate;
}

/** Plans a configuration between dates; an edge that is not given is the configuration's, else the store's. */
export async function planDates(
  config: SessionConfig,
  { from, to }: DateOptions,
  reader: StoreReader,
  findCalendar: FindCalendar,
): Promise<{ readonly config: SessionConfig; readonly plan: RunPlan }> {
  if (from === undefined && to === undefined) return { config, plan: await planRun(config, reader, findCalendar) };
  const edges = config.dates !== undefined && 'from' in config.dates ? config.dates : undefined;
  const start = from ?? edges?.from;
  const end = to ?? edges?.to;
  const dates =
    start !== undefined && end !== undefined
      ? { from: start, to: end }
      : await openEnded(config, { from: start, to: end }, reader, findCalendar);
  if (dates.from > dates.to)
    throw new AppError('bad-request', `No dates are left: ${dates.from} is after ${dates.to}. Choose other dates.`);
  const narrowed = { ...config, dates };
  return { config: narrowed, plan: await planRun(narrowed, reader, findCalendar) };
}

/** The edge that is missing is the first or the last session that the store has. */
async function openEnded(
  { dates: _all, ...config }: SessionConfig,
  { from, to }: { readonly from: DateOptions['from'] | undefined; readonly to: DateOptions['to'] | undefined },
  reader: StoreReader,
  findCalendar: FindCalendar,
): Promise<Extract<DatesConfig, { readonly from: unknown }>> {
  const { sessions } = await planRun(config, reader, findCalendar);
  const first = from ?? sessions.at(0)?.date;
  const last = to ?? sessions.at(-1)?.date;
  if (first === undefined || last === undefined)
    throw new AppError('not-found', 'The store has no session of these streams.');
  return { from: first, to: last };
}
