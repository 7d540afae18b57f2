/** Forms in which sources write stamps as text, as patterns over sample values and as formats for DuckDB's `try_strptime`. */

export type DateOrder = 'ymd' | 'dmy' | 'mdy';

export interface TextTime {
  /** `strptime` formats to try in turn; empty for ISO text that carries its zone. */
  readonly formats: readonly string[];
  /** The text carries `Z` or an offset. */
  readonly zoned: boolean;
  readonly dateOnly: boolean;
  /** Day and month cannot be told apart by the form alone. */
  readonly orders?: readonly DateOrder[];
  readonly label: string;
}

const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?`;
const CLOCK_ONLY = new RegExp(`^\\s*(?:${CLOCK}(?: ?[AP]M)?|\\d{4}|\\d{6})\\s*$`, 'i');
const ISO_ZONED = new RegExp(`^\\d{4}-\\d{1,2}-\\d{1,2}[T ]${CLOCK}(?: ?(?:Z|UTC|GMT)|[+-]\\d{2}:?(?:\\d{2})?)$`);
const PACKED = /^(\d{8})(?:([ T]?)(?:(\d{4}|\d{6}|\d{9})|(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)))?$/;
const YEAR_FIRST = new RegExp(`^\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}(?:([T ]| +)(${CLOCK}))?$`);
const YEAR_LAST = new RegExp(`^\\d{1,2}([-/.])\\d{1,2}\\1(\\d{4}|\\d{2})(?:(,? +|T)(${CLOCK}(?: ?[AP]M)?))?$`, 'i');
const MONTH_NAME = new RegExp(`^\\d{1,2}([- ])[A-Za-z]{3}\\1(\\d{4}|\\d{2})(?: (${CLOCK}))?$`);

export function isClock(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => CLOCK_ONLY.test(value));
}

/** True when most values read as a stamp of some form, or as a plausible epoch number. */
export function isTimeLike(values: readonly string[]): boolean {
  const stamps = values.filter((value) => isEpochText(value) || textTime([value]) !== undefined).length;
  return values.length > 0 && stamps >= values.length * 0.9;
}

const EPOCH = /^\d{9,10}(?:\.\d+)?$|^\d{13}(?:\.\d+)?$|^\d{16}$|^\d{19}$/;

export function isEpochText(value: string): boolean {
  return EPOCH.test(value.trim()) && !isPackedDate(value.trim());
}

function isPackedDate(value: string): boolean {
  return /^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/.test(value) && (value.length === 8 || value.length === 14);
}

/** The form that most of the values share, or `undefined`. */
export function textTime(values: readonly string[]): TextTime | undefined {
  const forms = new Map<string, { form: TextTime; count: number }>();
  for (const value of values.slice(0, 200)) {
    const form = formOf(value.trim());
    if (form === undefined) continue;
    const entry = forms.get(form.label) ?? { form, count: 0 };
    entry.count++;
    forms.set(form.label, entry);
  }
  const best = Array.from(forms.values()).sort((a, b) => b.count - a.count)[0];
  return best === undefined || best.count * 2 < Math.min(values.length, 200) ? undefined : best.form;
}

function formOf(value: string): TextTime | undefined {
  if (ISO_ZONED.test(value)) return { formats: [], zoned: true, dateOnly: false, label: 'ISO 8601 with a zone' };
  const packed = PACKED.exec(value);
  if (packed !== null && isPackedDate((packed[1] ?? '') + '')) return packedForm(packed);
  const yearFirst = YEAR_FIRST.exec(value);
  if (yearFirst !== null) {
    const [, mark = '-', between, clock] = yearFirst;
    return dated(`%Y${mark}%m${mark}%d`, between, clock, `yyyy${mark}MM${mark}dd`);
  }
  const named = MONTH_NAME.exec(value);
  if (named !== null) {
    const [, mark = '-', year = '', clock] = named;
    return dated(`%d${mark}%b${mark}${year.length === 4 ? '%Y' : '%y'}`, ' ', clock, `dd${mark}MMM${mark}yyyy`);
  }
  const yearLast = YEAR_LAST.exec(value);
  if (yearLast === null) return undefined;
  const [, mark = '/', year = '', between, clock] = yearLast;
  const yearFormat = year.length === 4 ? '%Y' : '%y';
  const form = dated(
    `%d${mark}%m${mark}${yearFormat}`,
    between,
    clock,
    `dd${mark}MM${mark}${year.length === 4 ? 'yyyy' : 'yy'}`,
  );
  return mark === '.' ? form : { ...form, orders: ['dmy', 'mdy'], label: form.label.replace('dd', 'day or month: dd') };
}

function packedForm([, , between = '', digits, clock]: RegExpExecArray): TextTime {
  if (digits !== undefined) {
    const time = { 4: '%H%M', 6: '%H%M%S', 9: '%H%M%S%g' }[digits.length] ?? '%H%M%S';
    return {
      formats: [`%Y%m%d${between}${time}`],
      zoned: false,
      dateOnly: false,
      label: `yyyyMMdd${between}${'HHmmssSSS'.slice(0, digits.length)}`,
    };
  }
  return dated('%Y%m%d', between, clock, 'yyyyMMdd');
}

function dated(date: string, between: string | undefined, clock: string | undefined, label: string): TextTime {
  if (clock === undefined) return { formats: [date], zoned: false, dateOnly: true, label };
  const half = /[AP]M$/i.exec(clock);
  const hours = half === null ? '%H' : '%I';
  const tail = half === null ? '' : / [AP]M$/i.test(clock) ? ' %p' : '%p';
  const times = [`${hours}:%M:%S.%f`, `${hours}:%M:%S`, `${hours}:%M`];
  return {
    formats: times.map((time) => `${date}${between ?? ' '}${time}${tail}`),
    zoned: false,
    dateOnly: false,
    label: `${label} HH:mm`,
  };
}

/** The same form with month before day. */
export function monthFirst(form: TextTime): TextTime {
  return { ...form, formats: form.formats.map((format) => format.replace(/^%d(.)%m/, '%m$1%d')) };
}
