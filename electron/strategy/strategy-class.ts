import { parseInterval } from '../../shared/market/interval.ts';
import type { ParameterDeclaration, ParameterValue } from '../../shared/trading/strategy.ts';
import type { Strategy } from './api/strategy.ts';

/** A class of strategies, as a file's default export or built in. */
export interface StrategyClass<Made extends Strategy = Strategy> {
  new (params: Readonly<Record<string, ParameterValue>>): Made;
  readonly title?: string;
  readonly description?: string;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  readonly intervals?: readonly string[];
}

/** What a class declares, read from its statics. */
export interface StrategyDeclaration {
  readonly title?: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  readonly intervals: readonly string[];
  /** What is wrong with it, in words; a class with problems cannot be run. */
  readonly problems: readonly string[];
}

/** Checks the statics of a class of strategies, or of a file's default export: `undefined` where it has none, `false` where that is no such
 * class. Never throws. */
export function readDeclaration(statics: unknown): StrategyDeclaration {
  const nothing = { description: '', parameters: {}, intervals: [] };
  if (statics === undefined)
    return {
      ...nothing,
      problems: ['The file has no default export. Write: export default class ... extends Strategy'],
    };
  if (statics === false)
    return { ...nothing, problems: ['The default export is no class that extends Strategy of "tapedeck".'] };
  const { title, description, parameters, intervals = [] } = statics as Record<string, unknown>;
  const entries = isRecord(parameters) ? Object.entries(parameters) : [];
  return {
    ...(typeof title === 'string' ? { title } : {}),
    description: typeof description === 'string' ? description : '',
    parameters: Object.fromEntries(entries.filter(([, value]) => declarationProblem(value) === undefined)) as Readonly<
      Record<string, ParameterDeclaration>
    >,
    intervals: Array.isArray(intervals) ? intervals.map(String) : [],
    problems: [
      ...(isRecord(parameters) ? [] : ['static parameters is no object.']),
      ...entries.flatMap(([name, value]) => {
        const problem = declarationProblem(value);
        return problem === undefined ? [] : [`static parameters.${name}: ${problem}`];
      }),
      ...intervalsProblem(intervals),
    ],
  };
}

function declarationProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return "is no declaration. Write { type: 'number', default: 20, min: 1, max: 100 }.";
  const given = value['default'];
  switch (value['type']) {
    case 'number':
      return numberProblem(value, given);
    case 'boolean':
      return typeof given === 'boolean' ? undefined : 'default must be true or false.';
    case 'choice': {
      const { choices } = value;
      if (!Array.isArray(choices) || choices.length === 0 || !choices.every((it) => typeof it === 'string'))
        return 'choices must be a list of texts, at least one.';
      return (choices as unknown[]).includes(given)
        ? undefined
        : `default ${shown(given)} is not one of ${choices.join(', ')}.`;
    }
    case 'interval':
      return typeof given === 'string' && parseInterval(given) !== undefined
        ? undefined
        : `default ${shown(given)} is no interval. Write a number and a unit: 10s, 5m, 1h.`;
    case 'text':
      return typeof given === 'string' ? undefined : 'default must be a text.';
    default:
      return `type ${shown(value['type'])} is none of number, boolean, choice, interval, text.`;
  }
}

function numberProblem({ min, max, step }: Record<string, unknown>, given: unknown): string | undefined {
  if (typeof given !== 'number' || !Number.isFinite(given)) return `default ${shown(given)} is no number.`;
  for (const [name, bound] of Object.entries({ min, max, step })) {
    if (bound !== undefined && (typeof bound !== 'number' || !Number.isFinite(bound)))
      return `${name} ${shown(bound)} is no number.`;
  }
  if (typeof step === 'number' && step <= 0) return `step ${step} is not above 0.`;
  if (typeof min === 'number' && given < min) return `default ${given} is below min ${min}.`;
  if (typeof max === 'number' && given > max) return `default ${given} is above max ${max}.`;
  return undefined;
}

function intervalsProblem(intervals: unknown): string[] {
  if (Array.isArray(intervals) && intervals.every((it) => typeof it === 'string' && parseInterval(it) !== undefined))
    return [];
  return ["static intervals must be a list of intervals: ['5m', '1h']."];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
