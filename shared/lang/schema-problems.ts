import type { z } from 'zod';

import { closest } from './closest.ts';

/** One problem of a JSON document, with its place as JSON path: `data_streams[2].interval`; empty is the document. */
export interface SchemaProblem {
  readonly path: string;
  readonly message: string;
}

/** What a document was held against. */
export interface Expected {
  /** Its JSON Schema; asked for when the first unknown key is met. */
  readonly schema: () => unknown;
  /** What to say of a key that is unknown at `path`, where that is better known than "not known". */
  readonly hint?: (path: readonly PropertyKey[], key: string) => string | undefined;
}

/** Problems of form in words that say what was given and what to do, each at its JSON path. Issues come from a schema that was asked with
 * `{ error: describeIssue, reportInput: true }`. */
export function schemaProblems(
  issues: readonly z.core.$ZodIssue[],
  expected: Expected,
  path: readonly PropertyKey[] = [],
): SchemaProblem[] {
  return issues.flatMap((issue) => {
    const at = [...path, ...issue.path];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(at, key, expected));
    const branch = issue.code === 'invalid_union' ? nearestBranch(issue.errors) : undefined;
    if (branch !== undefined) return schemaProblems(branch, expected, at);
    return [{ path: formatPath(at), message: issue.message }];
  });
}

/** The schema's own messages win over these. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  const given = show(issue.input);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined)
        return `This key is missing: ${EXPECTED[issue.expected] ?? issue.expected} is needed.`;
      return `${given} is given, ${EXPECTED[issue.expected] ?? issue.expected} is needed.`;
    case 'invalid_value':
      return `${given} is not known. Choose ${oneOf(issue.values.map(String))}.`;
    case 'invalid_union': {
      const options = (issue as { readonly options?: readonly unknown[] }).options;
      if (options === undefined) return `${given} has none of the forms that fit here.`;
      const type = (issue.input as Record<string, unknown>)['type'];
      return type === undefined
        ? `This key is missing. Choose ${oneOf(options.map(String))}.`
        : `${show(type)} is not known. Choose ${oneOf(options.map(String))}.`;
    }
    case 'too_small':
      return issue.origin === 'string'
        ? 'The text is empty.'
        : `${given} is too small: ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum} is needed.`;
    case 'too_big':
      return issue.origin === 'string'
        ? `The text is too long: at most ${issue.maximum} characters.`
        : `${issue.origin === 'array' ? 'The list' : given} is too large: at most ${issue.maximum}.`;
    default:
      return `${given} does not fit here.`;
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function unknownKey(path: readonly PropertyKey[], key: string, { schema, hint }: Expected): SchemaProblem {
  const at = formatPath([...path, key]);
  const message = hint?.(path, key);
  if (message !== undefined) return { path: at, message };
  const known = [...keysAt(schema() as JsonSchema, path)];
  const near = closest(key, known);
  return {
    path: at,
    message:
      near === undefined
        ? `This key is not known. Known here: ${known.join(', ')}.`
        : `This key is not known. Did you mean ${near}?`,
  };
}

/** Of the forms a value may have, the one with the fewest problems. */
function nearestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  let best: readonly z.core.$ZodIssue[] | undefined;
  for (const branch of branches) {
    if (branch.every(({ code, path }) => code === 'invalid_type' && path.length === 0)) continue;
    if (best === undefined || weight(branch) < weight(best)) best = branch;
  }
  return best;
}

function weight(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}

/** `data_streams[2].interval` */
function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : `${text === '' ? '' : '.'}${String(part)}`;
  return text;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Keys that the schema knows at a path, over all forms the value there may have. */
function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): Set<string> {
  let level = forms(schema);
  for (const part of path) {
    level = level.flatMap((schema) => {
      const child =
        typeof part === 'number'
          ? schema.items
          : (schema.properties?.[String(part)] ??
            (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined));
      return child === undefined ? [] : forms(child);
    });
  }
  return new Set(level.flatMap((schema) => Object.keys(schema.properties ?? {})));
}

function forms(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
}

function show(value: unknown): string {
  if (value === undefined) return 'Nothing';
  if (typeof value === 'string') return `'${value.length > 60 ? `${value.slice(0, 57)}...` : value}'`;
  if (Array.isArray(value)) return 'A list';
  return typeof value === 'object' && value !== null ? 'An object' : JSON.stringify(value);
}

function oneOf(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}
