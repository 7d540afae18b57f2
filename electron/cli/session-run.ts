import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

import { AppError } from '../../shared/lang/app-error.ts';
import type { DatesConfig, SessionConfig } from '../../shared/session/config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { planRun, type FindCalendar } from '../upkeep/plan-run.ts';
import { calendarFinder } from '../upkeep/find-calendar.ts';
import type { DateOptions } from './option-values.ts';
import { MANIFEST_NAME } from './run-files.ts';
import { checkSession, readSessionJson } from './session-file.ts';

/** A configuration as it was written, and the folder its paths are relative to. */
export interface SessionSource {
  readonly name: string;
  readonly json: unknown;
  readonly folder: string;
}

/** A configuration resolved against the store; `json` has the overrides in it. */
export interface ResolvedSession {
  readonly json: unknown;
  readonly folder: string;
  readonly config: SessionConfig;
  readonly plan: RunPlan;
  readonly findCalendar: FindCalendar;
}

export interface Overrides extends DateOptions {
  readonly seed?: number;
}

export async function sessionFile(path: string): Promise<SessionSource> {
  return { name: path, json: await readSessionJson(path), folder: dirname(resolve(path)) };
}

const manifest = z.object({ format: z.literal('tapedeck-run'), config: z.unknown(), folder: z.string() });

/** The configuration of an earlier run, from the folder of its `--out`. */
export async function sessionOfResult(folder: string): Promise<SessionSource> {
  const path = join(folder, MANIFEST_NAME);
  try {
    const { config, folder: base } = manifest.parse(JSON.parse(await readFile(path, 'utf8')));
    return { name: path, json: config, folder: base };
  } catch (cause) {
    throw new AppError('not-found', `${path} holds no run. Name the folder that a run was written to with --out.`, {
      cause,
      details: { path },
    });
  }
}

/** Checks and plans a configuration; what the command line states wins over it. */
export async function resolveSession(
  source: SessionSource,
  overrides: Overrides,
  reader: StoreReader,
): Promise<ResolvedSession> {
  const { seed } = overrides;
  const json = seed === undefined ? source.json : { ...(source.json as object), seed };
  const findCalendar = calendarFinder(source.folder);
  const { config, plan } = await planDates(checkSession(source.name, json), overrides, reader, findCalendar);
  const { dates } = config;
  return {
    json: dates === undefined ? json : { ...(json as object), dates },
    folder: source.folder,
    config,
    plan,
    findCalendar,
  };
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
