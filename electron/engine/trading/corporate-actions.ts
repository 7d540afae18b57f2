import type { CorporateAction } from '../../../shared/trading/corporate-action.ts';
import type { SessionDate } from '../../../shared/market/time.ts';

/** The actions of a run's symbols by the session they take effect in: the first one on or after their date. */
export class CorporateActions {
  readonly #actions: readonly CorporateAction[];

  constructor(actions: readonly CorporateAction[]) {
    this.#actions = [...actions].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  }

  /** Those after `before`, absent at the run's first session, up to and with `date`. */
  between(before: SessionDate | undefined, date: SessionDate): readonly CorporateAction[] {
    return this.#actions.filter(
      (action) => action.date <= date && (before === undefined ? action.date === date : action.date > before),
    );
  }
}
