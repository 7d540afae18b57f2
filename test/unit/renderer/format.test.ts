import { expect, test } from 'vitest';

import {
  directionOf,
  formatBytes,
  formatChange,
  formatCount,
  formatFixed,
  formatPercent,
  formatSigned,
  formatVolume,
  plural,
} from '../../../renderer/ui/format.ts';
import { qualityStep } from '../../../renderer/ui/quality-step.ts';

test('figures keep their places, a space before the unit and the true minus', () => {
  expect([
    formatCount(1_363_400),
    formatFixed(165.4, 2),
    formatPercent(61.66),
    formatSigned(-0.08, 2),
    formatSigned(1_336, 0),
    formatChange(0.0076),
  ]).toEqual(['1,363,400', '165.40', '61.7 %', '\u22120.08', '+1,336', '+0.76 %']);
});

test('what rounds to zero carries no sign', () => {
  expect([formatSigned(-0.001, 2), formatSigned(0, 0)]).toEqual(['0.00', '0']);
});

test('volumes and sizes shorten from a million on, fractions of small volumes stay', () => {
  expect([
    formatVolume(35_990_000),
    formatVolume(12_345),
    formatVolume(0.00123),
    formatBytes(999),
    formatBytes(39_900),
    formatBytes(13_200_000),
  ]).toEqual(['35.99 M', '12,345', '0.00123', '999 B', '39.9 kB', '13.2 MB']);
});

test('one is singular', () => {
  expect([plural(1, 'file'), plural(4, 'file'), plural(0, 'series', 'series'), directionOf(-1)]).toEqual([
    '1 file',
    '4 files',
    '0 series',
    'down',
  ]);
});

test('the ramp steps at 100, 99, 95, 90, 80 and 65 %', () => {
  expect([100, 99.96, 99.94, 99, 98.9, 95, 90, 80, 65, 64.9].map(qualityStep)).toEqual([6, 6, 5, 5, 4, 4, 3, 2, 1, 0]);
});
