import { expect, it } from 'vitest';

import { closest, editDistance } from '../../shared/lang/closest.ts';

it.each([
  ['sesion_name', 'session_name'],
  ['drived_intervals', 'derived_intervals'],
  ['Mode', 'mode'],
  ['xyz', undefined],
])('for %s it suggests %s', (word, expected) => {
  expect(closest(word, ['session_name', 'derived_intervals', 'mode', 'seed'])).toBe(expected);
});

it.each([
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['kitten', 'sitting', 3],
])('counts the edits from %s to %s as %d', (a, b, expected) => {
  expect(editDistance(a, b)).toBe(expected);
});
