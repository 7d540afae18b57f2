import { dirname, resolve } from 'node:path';

import type { SessionConfig } from '../../shared/session/config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { ownCalendars } from '../store/own-calendars.ts';
import type { LoggedCommand } from '../../shared/trading/command.ts';
import { readFactors } from '../backend/factors/read-factors.ts';
import type { RunManifest } from '../backend/runs/run-manifest.ts';
import type { ResolvedStrategy } from '../backend/strategies/resolve-strategy.ts';
import type { StoreReader } from '../store/reader.ts';
import { planDates, type DateOptions } from '../upkeep/plan-dates.ts';
import type { FindCalendar } from '../upkeep/plan-run.ts';
import { calendarFinder } from '../upkeep/find-calendar.ts';
import { checkSession, readSessionJson } from './session-file.ts';
import { strategyOf } from './session-strategy.ts';

/** A configuration as it was written, and the folder its paths are relative to. */
export interface SessionSource {
  readonly name: string;
  readonly json: unknown;
  readonly folder: string;
  /** The run that is run again. */
  readonly earlier?: RunManifest;
}

/** A configuration resolved against the store; `json` has the overrides in it. */
export interface ResolvedSession {
  readonly json: unknown;
  readonly folder: string;
  readonly config: SessionConfig;
  readonly plan: RunPlan;
  readonly strategy?: ResolvedStrategy;
  /** What a person ordered in the earlier run. */
  readonly commands?: readonly LoggedCommand[];
  readonly findCalendar: FindCalendar;
}

export interface Overrides extends DateOptions {
  readonly seed?: number;
}

export async function sessionFile(path: string): Promise<SessionSource> {
  return { name: path, json: await readSessionJson(path), folder: dirname(resolve(path)) };
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
  const strategy = await strategyOf(checked, source, reader.dataDir, note);
  const fitted = strategy?.config ?? checked;
  const isAgain = source.earlier !== undefined && overrides.from === undefined && overrides.to === undefined;
  const dates = isAgain ? datesOf(source.earlier) : overrides;
  const { config, plan: dated } = await planDates(fitted, dates, reader, findCalendar);
  const { earlier } = source;
  const actions = earlier === undefined ? await readFactors(fitted, source.folder) : (earlier.actions ?? []);
  const plan = actions.length === 0 ? dated : { ...dated, actions };
  return {
    json: isAgain || config.dates === undefined ? json : { ...(json as object), dates: config.dates },
    folder: source.folder,
    config,
    plan,
    ...(strategy === undefined ? {} : { strategy }),
    ...(source.earlier === undefined ? {} : { commands: source.earlier.commands }),
    findCalendar,
  };
}

/** The store may hold more sessions by now. */
function datesOf({ sessions }: RunManifest): DateOptions {
  const [from, to] = [sessions.at(0), sessions.at(-1)];
  return from === undefined || to === undefined ? {} : { from, to };
}
