import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { anyRun } from '../support/run-arbitrary.ts';
import { type Services, type Script, tradingRig } from '../support/trading-rig.ts';

const wish = fc.record({
  side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
  quantity: fc.integer({ min: 1, max: 900 }),
});

/** Orders at the market at every third event, and a look at the account at each one, or at none. */
function scriptOf(
  wishes: readonly { side: 'buy' | 'sell'; quantity: number }[],
  look: (services: Services) => void,
): Script {
  const state = { value: 0 as unknown };
  const act = (services: Services): void => {
    look(services);
    const count = (state.value as number) + 1;
    state.value = count;
    const next = wishes[(count / 3) % wishes.length];
    if (next === undefined) return;
    const { symbols } = services.data;
    const { symbol } = symbols[count % symbols.length]!;
    services.orders.place({ symbol, kind: { type: 'market' }, ...next });
  };
  return { state, bar: act, quote: act, trade: act };
}

const account = fc.record({
  leverage: fc.constantFrom(1, 2, 100),
  cash: fc.constantFrom(1_000, 3_000, 100_000),
  costs: fc.constant({ commission: { type: 'per-unit', rate: 0.005, minimum: 1 } }),
});

describe('marks that wait until somebody looks', () => {
  test('leave the same account, equity curve and round trips as marks at every event (S21, S25)', () => {
    fc.assert(
      fc.property(anyRun, fc.array(wish, { minLength: 1, maxLength: 8 }), account, (run, wishes, keys) => {
        const watched = tradingRig(
          run,
          scriptOf(wishes, ({ portfolio }) => void portfolio.account.equity),
          { keys },
        );
        const unwatched = tradingRig(
          run,
          scriptOf(wishes, () => undefined),
          { keys },
        );
        for (const rig of [watched, unwatched]) {
          rig.play();
          rig.engine.flushLog();
        }
        expect(unwatched.engine.trading!.record()).toEqual(watched.engine.trading!.record());
        expect(unwatched.log.digest()).toBe(watched.log.digest());
      }),
      { numRuns: 500 },
    );
  });

  test('never hide a margin call: equity stands at half of the margin at least, or the call was made (F4)', () => {
    fc.assert(
      fc.property(anyRun, fc.array(wish, { minLength: 1, maxLength: 8 }), account, (run, wishes, keys) => {
        const rig = tradingRig(
          run,
          scriptOf(wishes, () => undefined),
          { keys },
        );
        const trading = rig.engine.trading!;
        let [calls, wasShort, isCalled] = [0, false, false];
        for (const { open, close } of run.plan.sessions) {
          for (let time: number = open; time <= close; time += 1_000_000) {
            rig.engine.stepUntil({ time });
            const { equity, grossValue } = trading.portfolio;
            const isShort = grossValue > 0 && equity * keys.leverage * 2 < grossValue;
            const made = trading.record().logs.length;
            // A call stands until nothing is held: without a quote in force its orders wait, whatever prices do.
            isCalled = (isCalled || made > calls) && grossValue > 0;
            // Fills may leave less than that: only a mark calls.
            const isFilled = trading.records.fills.newest(1)[0]?.knownAt ?? 0;
            if (!isCalled && !wasShort && isFilled < time - 1_000_000) expect(isShort).toBe(false);
            [calls, wasShort] = [made, isShort];
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
