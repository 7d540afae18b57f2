import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';

import { calendarJsonSchema } from '../../../shared/market/calendar/custom-calendar.ts';

it('publishes the JSON Schema of calendar files that editors read (update with `vitest -u`)', async () => {
  const path = fileURLToPath(new URL('../../../docs/calendar.schema.json', import.meta.url));
  const style = await resolveConfig(path);
  const text = await format(JSON.stringify(calendarJsonSchema()), { ...style, parser: 'json' });
  await expect(text).toMatchFileSnapshot(path);
});
