import { expect, test } from 'vitest';

import { type Row, type Script, tradingRig, valueRun } from '../../support/trading-rig.ts';

const flat = (second: number): Row => [second, 100, 100, 100, 100];
const every = (seconds: readonly number[]): readonly Row[] => seconds.map(flat);
const BARS = [{ type: 'bars', symbol: 'AAA', interval: '1s' }] as const;

/** Buys at the `enter`th bar of the run and closes at the `leave`th, counted from 1. */
const holding = (enter: number, leave: number): Script => {
  const state = { value: 0 as unknown };
  return {
    state,
    bar: ({ orders }) => {
      const count = (state.value as number) + 1;
      state.value = count;
      if (count === enter) orders.place({ symbol: 'AAA', side: 'buy', quantity: 1, kind: { type: 'market' } });
      if (count === leave) orders.close('AAA');
    },
  };
};

const slotsOf = (sessions: readonly (readonly number[])[], script: Script): (number | undefined)[] => {
  const run = valueRun(
    BARS,
    sessions.map((seconds) => [every(seconds)]),
    { seconds: 20 },
  );
  const rig = tradingRig(run, script);
  rig.play();
  const [trip] = rig.engine.trading!.record().roundTrips;
  return [trip?.expectedSlots, trip?.missingSlots];
};

test('a round trip counts the slots from its entry to its exit, and those that are missing, not those of its session (S13)', () => {
  // Bought at the open of second 3, sold at the open of second 9; 4, 5 and 7 are missing.
  expect(slotsOf([[0, 2, 3, 6, 8, 9]], holding(2, 5))).toEqual([6, 3]);
});

test('one that nothing is missing under has none, however poor the session is around it', () => {
  expect(slotsOf([[0, 10, 11, 12, 13, 19]], holding(2, 4))).toEqual([2, 0]);
});

test('one held over night counts the rest of the first session and the start of the next', () => {
  // Bought at the open of second 18, whose bar and the next are there; the next session begins with a hole of three seconds.
  expect(
    slotsOf(
      [
        [0, 17, 18, 19],
        [3, 4, 5],
      ],
      holding(2, 5),
    ),
  ).toEqual([2 + 4, 3]);
});

test('a seek back and forth through it changes no count', () => {
  const run = valueRun(BARS, [[every([0, 2, 3, 6, 8, 9])], [every([3, 4, 5])]], { seconds: 20 });
  const rig = tradingRig(run, holding(2, 8), { checkpointEvents: 2 });
  rig.play();
  const straight = rig.engine.trading!.record().roundTrips;
  rig.engine.rewindTo(run.plan.sessions[1]!.open + 3e6);
  rig.play();
  expect(rig.engine.trading!.record().roundTrips).toEqual(straight);
  expect(straight).toMatchObject([{ expectedSlots: 17 + 5, missingSlots: 13 + 3 }]);
});
