import { describe, expect, test } from 'vitest';

import { draftedBreakpoint } from '../../../renderer/replay/breakpoint-draft.ts';
import { createBreakpointsStore, labelOf } from '../../../renderer/replay/breakpoints-store.ts';
import type { Breakpoint } from '../../../shared/session/breakpoint.ts';

const price: Breakpoint = { type: 'price', id: 'a', symbol: 'SPY', price: 145 };
const time: Breakpoint = { type: 'time', id: 'b', time: '10:00' };

describe('the list of breakpoints', () => {
  test('hands over those that are on, whenever they change', () => {
    const sent: (readonly Breakpoint[])[] = [];
    const store = createBreakpointsStore([price], (breakpoints) => sent.push(breakpoints));
    store.getState().add(time);
    store.getState().turn('a', false);
    store.getState().remove('b');
    store.getState().turn('a', true);
    expect(sent).toEqual([[price, time], [time], [], [price]]);
  });

  test('takes the same one only once, and turns it on again where it is off', () => {
    const store = createBreakpointsStore([price], () => undefined);
    store.getState().turn('a', false);
    store.getState().add({ ...price, id: 'c' });
    expect(store.getState().entries).toEqual([{ breakpoint: price, isOn: true }]);
  });

  test('names each in words', () => {
    const all: Breakpoint[] = [price, time, { type: 'gap', id: 'c' }, { type: 'gap', id: 'd', symbol: 'IBM' }, { type: 'fill', id: 'e' }]; // prettier-ignore
    expect(all.map(labelOf)).toEqual(['SPY crosses 145', '10:00 each session', 'any gap', 'gap of IBM', 'a fill']);
  });
});

describe('the form of a breakpoint', () => {
  const draft = { symbol: 'SPY', text: '' };

  test('refuses what is no price and no time, and says what to give', () => {
    expect(draftedBreakpoint({ ...draft, kind: 'price', text: ' ' }, 'a')).toHaveProperty('problem');
    expect(draftedBreakpoint({ ...draft, kind: 'price', text: '14x' }, 'a')).toEqual({
      problem: '"14x" is no price. Give a number such as 145.50.',
    });
    expect(draftedBreakpoint({ ...draft, kind: 'time', text: '25:00' }, 'a')).toHaveProperty('problem');
  });

  test('states a price, a time, a gap of any symbol', () => {
    expect(draftedBreakpoint({ ...draft, kind: 'price', text: '145' }, 'a')).toEqual({ breakpoint: price });
    expect(draftedBreakpoint({ ...draft, kind: 'time', text: '10:00' }, 'b')).toEqual({ breakpoint: time });
    expect(draftedBreakpoint({ kind: 'gap', symbol: '', text: '' }, 'c')).toEqual({
      breakpoint: { type: 'gap', id: 'c' },
    });
  });
});
