import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseSessionConfig } from '../../shared/session/parse-config.ts';

const KEYS = [
  'session_name', 'mode', 'data_streams', 'dates', 'hours', 'session', 'calendar', 'alignment', 'seed', 'strategy', 'cash', 'sizing',
  'costs', 'fills', 'instruments', 'session_data_config', 'data_upkeep', 'derived_intervals', 'historical_bars', 'type', 'symbol',
  'interval', 'from', 'to', 'last', 'commission', 'tiers', '__proto__', 'constructor',
]; // prettier-ignore
const WORDS = [
  'bars',
  'quotes',
  'SPY',
  '1s',
  '1m',
  '5m',
  '7m',
  '1d',
  '2013-10-07',
  '2013-02-30',
  'tiered',
  '09:30',
  '',
];

/** JSON that looks like a configuration gone wrong anywhere. */
const { value: configLike } = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.constantFrom(...WORDS), fc.double(), fc.boolean(), fc.constant(null)),
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6, noNullPrototype: true }),
  ),
}));

describe('any JSON as a session configuration', () => {
  it('is either a configuration or has problems with a message each, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(configLike, fc.jsonValue()), (json) => {
        const result = parseSessionConfig(json);
        expect(result.valid).toBe(result.problems.length === 0);
        for (const { message } of result.problems) expect(message).toMatch(/^.{8,}/s);
      }),
      { numRuns: 500 },
    );
  });

  it('is one and the same configuration when it is read again', () => {
    const stream = fc.record({ type: fc.constant('bars'), interval: fc.constantFrom('1s', '1m') });
    fc.assert(
      fc.property(fc.array(stream, { minLength: 1, maxLength: 6 }), fc.nat(), (streams, seed) => {
        const data_streams = streams.map((it, index) => ({ ...it, symbol: `S${index}` }));
        const json = { session_name: 'x', data_streams, seed };
        const once = parseSessionConfig(json);
        expect(once).toMatchObject({ valid: true, config: { streams: data_streams, seed } });
        expect(parseSessionConfig(JSON.parse(JSON.stringify(json)))).toEqual(once);
      }),
    );
  });
});
