import type { z } from 'zod';

import { schemaProblems } from '../lang/schema-problems.ts';
import type { ConfigProblem } from './config.ts';
import { sessionJsonSchema } from './config-schema.ts';

/** Made when the first unknown key is met. */
let wholeSchema: unknown;

/** Problems of form of a session configuration. */
export function formProblems(issues: readonly z.core.$ZodIssue[]): ConfigProblem[] {
  return schemaProblems(issues, {
    schema: () => (wholeSchema ??= sessionJsonSchema()),
    hint: (path, key) =>
      path[0] === 'data_streams' && key === 'interval'
        ? 'Only bars have an interval. How quotes were taken is `sampled`: event, 1s or 1m.'
        : undefined,
  });
}
