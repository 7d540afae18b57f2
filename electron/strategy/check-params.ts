import { closest } from '../../shared/lang/closest.ts';
import { parseInterval } from '../../shared/market/interval.ts';
import type { ConfigProblem } from '../../shared/session/config.ts';
import type { ParameterDeclaration, ParameterValue } from '../../shared/trading/strategy.ts';

type Declarations = Readonly<Record<string, ParameterDeclaration>>;
type Values = Readonly<Record<string, ParameterValue>>;

/** Values of all declared parameters: as given, else their defaults; intervals in canonical form. Meant for checked values. */
export function wholeParams(declared: Declarations, given: Values): Values {
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => {
      const value = given[name] ?? declaration.default;
      return [name, declaration.type === 'interval' ? (parseInterval(String(value)) ?? value) : value];
    }),
  );
}

/** What is wrong with the values that a configuration gives, each at its JSON path under `path`. */
export function paramProblems(declared: Declarations, given: Values, path: string): ConfigProblem[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const declaration = declared[name];
    const message = declaration === undefined ? unknownName(name, declared) : valueProblem(declaration, value);
    return message === undefined ? [] : [{ path: `${path}.${name}`, message }];
  });
}

function valueProblem(declaration: ParameterDeclaration, value: ParameterValue): string | undefined {
  switch (declaration.type) {
    case 'number':
      return numberProblem(declaration, value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${shown(value)} is not true or false.`;
    case 'choice':
      return typeof value === 'string' && declaration.choices.includes(value)
        ? undefined
        : `${shown(value)} is not one of ${declaration.choices.join(', ')}.`;
    case 'interval':
      return typeof value === 'string' && parseInterval(value) !== undefined
        ? undefined
        : `${shown(value)} is no interval. Write a number and a unit: 10s, 5m, 1h.`;
    case 'text':
      return typeof value === 'string' ? undefined : `${shown(value)} is no text.`;
  }
}

function numberProblem(
  { min, max, step }: Extract<ParameterDeclaration, { readonly type: 'number' }>,
  value: ParameterValue,
): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${shown(value)} is no number.`;
  if (min !== undefined && value < min) return `${value} is below the least value, ${min}.`;
  if (max !== undefined && value > max) return `${value} is above the greatest value, ${max}.`;
  if (step === 1 && Number.isInteger(min ?? 0) && !Number.isInteger(value)) return `${value} is no whole number.`;
  return undefined;
}

function unknownName(name: string, declared: Declarations): string {
  const names = Object.keys(declared);
  const near = closest(name, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const has = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`;
  return `The strategy has no parameter ${name}.${hint} ${has}`;
}

function shown(value: ParameterValue): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
