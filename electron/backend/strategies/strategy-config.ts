import { AppError } from '../../../shared/lang/app-error.ts';
import { compareIntervals, isBaseInterval, parseInterval, type Interval } from '../../../shared/market/interval.ts';
import type { ConfigProblem, SessionConfig } from '../../../shared/session/config.ts';
import { derivedProblem } from '../../../shared/session/derived-intervals.ts';
import type { ParameterDeclaration, ParameterValue } from '../../../shared/trading/strategy.ts';
import { paramProblems, wholeParams } from '../../strategy/check-params.ts';

/** What of a strategy decides how a configuration that names it is run. */
export interface DeclaredNeeds {
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  readonly intervals: readonly string[];
}

export interface FittedConfig {
  /** With all parameters and the intervals that the strategy reads. */
  readonly config: SessionConfig;
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** All of them, at their JSON paths; with any the configuration cannot be run. */
  readonly problems: readonly ConfigProblem[];
}

/** Checks a configuration against its strategy's declaration and adds what the strategy needs. */
export function fitConfig(config: SessionConfig, needs: DeclaredNeeds): FittedConfig {
  const { trading, upkeep, streams } = config;
  const given = trading?.strategy?.params ?? {};
  const problems = paramProblems(needs.parameters, given, 'strategy.params');
  const params = wholeParams(needs.parameters, given);
  const bases = streams.flatMap(({ interval }) => (interval === undefined ? [] : [interval]));
  const wanted = new Map<Interval, string>();
  for (const text of needs.intervals) note(text, 'strategy.name');
  for (const [name, { type }] of Object.entries(needs.parameters)) {
    if (type === 'interval') note(String(params[name]), `strategy.params.${name}`);
  }
  if (problems.length === 0 && bases.length > 0) {
    for (const [interval, path] of wanted) {
      const problem = bases.includes(interval as never)
        ? undefined
        : derivedProblem(interval, bases.filter(isBaseInterval));
      if (problem !== undefined) problems.push({ path, message: problem });
    }
  }
  const derived = [...wanted.keys()].filter((interval) => bases.some((base) => compareIntervals(interval, base) > 0));
  if (trading?.strategy === undefined || problems.length > 0) return { config, params, problems };
  const derivedIntervals = [...new Set([...upkeep.derivedIntervals, ...derived])];
  return {
    config: {
      ...config,
      upkeep: { ...upkeep, derivedIntervals },
      trading: { ...trading, strategy: { ...trading.strategy, params } },
    },
    params,
    problems,
  };

  function note(text: string, path: string): void {
    const interval = parseInterval(text);
    if (interval !== undefined && !wanted.has(interval)) wanted.set(interval, path);
  }
}

/** The refusal of a configuration with problems. */
export function badStrategyConfig(name: string, problems: readonly ConfigProblem[]): AppError {
  const list = problems.map(({ path, message }) => `${path}: ${message}`).join('\n  ');
  return new AppError('bad-config', `The strategy ${name} cannot be run as configured:\n  ${list}`, {
    details: { problems },
  });
}
