import { z } from 'zod';

import { parseInterval } from '../market/interval.ts';
import { parseSessionDate } from '../market/time.ts';

/** Kinds of values that occur at several places of a session configuration. Patterns reach editors through the JSON Schema. */

export const sessionDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'Write a date as YYYY-MM-DD.', abort: true })
  .refine((text) => parseSessionDate(text) !== undefined, 'This day does not exist.');

export const wallTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write a time of day as HH:MM, in the zone of the calendar.');

export const anyInterval = z
  .string()
  .regex(/^[1-9]\d{0,5}[smhdw]$/, 'Write an interval as a number and a unit: 10s, 5m, 1h, 1d, 1w.')
  .transform((text) => parseInterval(text) ?? text);

export const symbol = z.string().min(1).max(64);
export const source = z.string().min(1).max(64);
export const filePath = z.string().min(1).max(4_096);

/** A number that counts, costs or weighs something: 0 or more. */
export const amount = z.number().min(0);
/** A number that must not be 0. */
export const positive = z.number().positive();
/** A part of a whole. */
export const fraction = z.number().min(0).max(1);
