import { readFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { z } from 'zod';

import { AppError } from '../../shared/lang/app-error.ts';
import type { SessionConfig } from '../../shared/session/config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { ownCalendars } from '../store/own-calendars.ts';
import type { ResolvedStrategy } from '../backend/strategies/resolve-strategy.ts';
import type { StoreReader } from '../store/reader.ts';
import { planDates, type DateOptions } from '../upkeep/plan-dates.ts';
import type { FindCalendar } from '../upkeep/plan-run.ts';
import { calendarFinder } from '../upkeep/find-calendar.ts';
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
  readonly strategy?: ResolvedStrategy;
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

/** Checks and plans a configuration, its strategy included; what the command line states wins over it. `note` hears what a person should
 * know before a strategy from elsewhere is evaluated. */
export async function resolveSession(
  source: SessionSource,
  overrides: Overrides,
  reader: StoreReader,
  note: (line: string) => void = () => undefined,
): Promise<ResolvedSession> {
  const { seed } = overrides;
  const json = seed === undefined ? source.json : { ...(source.json as object), seed };
  const findCalendar = calendarFinder(reader.dataDir, source.folder);
  const own = ownCalendars(reader.dataDir).calendars.map(({ id }) => id);
  const checked = checkSession(source.name, json, own);
  const strategy = await strategyOf(checked, source.folder, reader.dataDir, note);
  const fitted = strategy?.config ?? checked;
  const { config, plan } = await planDates(fitted, overrides, reader, findCalendar);
  const { dates } = config;
  return {
    json: dates === undefined ? json : { ...(json as object), dates },
    folder: source.folder,
    config,
    plan,
    ...(strategy === undefined ? {} : { strategy }),
    findCalendar,
  };
}

/** A relative path starts at the session's file, else in the data folder's strategies. */
async function strategyOf(
  config: SessionConfig,
  folder: string,
  dataDir: string,
  note: (line: string) => void,
): Promise<ResolvedStrategy | undefined> {
  if (config.trading?.strategy === undefined) return undefined;
  const { resolveStrategy } = await import('../backend/strategies/resolve-strategy.ts');
  const own = join(dataDir, 'strategies');
  const near = [own, resolve(folder), process.cwd()];
  return resolveStrategy(config, {
    folders: [folder, own],
    programs: new URL('./', import.meta.url),
    allow: ({ entry }) => {
      if (!near.some((place) => entry.startsWith(place + sep)))
        note(`The strategy ${entry} comes from elsewhere and runs with your rights.`);
    },
  });
}
