import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';

import { sessionJsonSchema } from '../../../shared/session/config-schema.ts';

it('publishes the JSON Schema that editors read (update with `vitest -u`)', async () => {
  const path = fileURLToPath(new URL('../../../docs/session.schema.json', import.meta.url));
  const style = await resolveConfig(path);
  const text = await format(JSON.stringify(sessionJsonSchema()), { ...style, parser: 'json' });
  await expect(text).toMatchFileSnapshot(path);
});
