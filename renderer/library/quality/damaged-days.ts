import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import type { DamagedFile } from '../../../shared/store/operations.ts';
import { zoneTime } from '../../state/zone-time.ts';

/** The damaged file that holds rows of a series on a date, if one does. */
export type DamageOn = (seriesId: string, date: string) => DamagedFile | undefined;

/** Dates are taken in the zone of each series' calendar. */
export function damageOn(catalogue: readonly SeriesSummary[]): DamageOn {
  const spans = new Map(
    catalogue.flatMap(({ id, timeZone, damage }) => {
      if (damage === undefined) return [];
      const zone = zoneTime(timeZone);
      return [[id, damage.map((file) => ({ file, from: zone.date(file.from), to: zone.date(file.to) }))] as const];
    }),
  );
  return (seriesId, date) => spans.get(seriesId)?.find(({ from, to }) => from <= date && date <= to)?.file;
}
