import { utcDate } from '../../../shared/market/time.ts';
import type { DamagedFile } from '../../../shared/store/operations.ts';
import { plural } from '../../ui/format.ts';

const MAX_NAMED = 3;

/** Which stored rows cannot be read and what brings them back; nothing where no file is damaged. Dates are those of UTC. */
export function damageText(files: readonly DamagedFile[]): string | undefined {
  if (files.length === 0) return undefined;
  const spans = [...new Set(files.map(({ symbol, from, to }) => `${symbol} ${spanOf(utcDate(from), utcDate(to))}`))];
  const more = spans.length > MAX_NAMED ? ` and ${spans.length - MAX_NAMED} more` : '';
  const named = spans.slice(0, MAX_NAMED).join(', ');
  const reasons = new Set(files.map(({ reason }) => reason));
  const state = reasons.size > 1 ? 'missing or altered' : reasons.has('missing') ? 'missing' : 'altered';
  const which = `${plural(files.length, 'stored file')} ${files.length === 1 ? 'is' : 'are'} ${state}`;
  return `${which}: ${named}${more}. Import these dates again or restore a backup.`;
}

const spanOf = (from: string, to: string): string => (from === to ? from : `${from} to ${to}`);
