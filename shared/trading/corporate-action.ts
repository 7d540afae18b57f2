import type { SessionDate } from '../market/time.ts';

/** A split or a dividend, in effect before the first datum of the session of its date (S3). */
export interface CorporateAction {
  readonly symbol: string;
  readonly date: SessionDate;
  /** New units for each old one: 7 for a split of 7 to 1. */
  readonly split?: number;
  /** Cash a unit, in account currency. */
  readonly dividend?: number;
}
