import type { SessionDetail } from '../../../shared/ipc/contract.ts';
import type { Gap, QualityCounts } from '../../../shared/quality/quality.ts';
import type { ZoneTime } from '../../state/zone-time.ts';
import { formatCount, formatSigned, plural } from '../../ui/format.ts';

/** Lines of counts under a cell: `expected 23,400, present 15,870`. */
export function countLines(counts: QualityCounts): string[] {
  const lines = [`expected ${formatCount(counts.expected)}, present ${formatCount(counts.present)}`];
  lines.push(`verified empty ${formatCount(counts.verifiedEmpty)}, missing ${formatCount(counts.missing)}`);
  const more = [
    counts.filled > 0 ? `filled ${formatCount(counts.filled)}` : '',
    counts.short > 0 ? `short ${plural(counts.short, 'minute')}` : '',
  ].filter(Boolean);
  if (more.length > 0) lines.push(more.join(', '));
  return lines;
}

/** Gaps that touch `[from, to)`, longest first. */
export function gapsWithin(gaps: readonly Gap[], from: number, to: number): Gap[] {
  return gaps.filter((gap) => gap.from < to && gap.to > from).sort(longestFirst);
}

/** Longest first; equal ones in order of time. */
export function longestFirst(a: Gap, b: Gap): number {
  return b.slots - a.slots || a.from - b.from;
}

/** Why slots are missing: the longest span and what is known of it. */
export function causeLines(detail: SessionDetail, gaps: readonly Gap[], zone: ZoneTime): string[] {
  const [longest] = gaps;
  if (longest === undefined) return detail.evidence.length === 0 ? [] : [...detail.evidence];
  const span = `${formatCount(longest.slots)} in one span ${zone.seconds(longest.from)}–${zone.seconds(longest.to)}:`;
  return [span, causeOf(longest)];
}

/** One clause on one gap. */
export function causeOf({ state, volumeDifference, fills = [] }: Gap): string {
  const filled = fills.map(({ origin, slots }) => `${formatCount(slots)} filled from ${origin} with upkeep`);
  return [lossOf(state, volumeDifference), ...filled].join('; ');
}

function lossOf(state: Gap['state'], volumeDifference: number | undefined): string {
  if (state === 'short') {
    return volumeDifference === undefined
      ? 'less 1s volume than the stored 1m bars hold'
      : `1m bars hold ${formatCount(volumeDifference)} more volume than the 1s bars`;
  }
  return volumeDifference === undefined
    ? 'no bar, and no proof that nothing traded'
    : `no bar; 1m less 1s volume ${formatSigned(volumeDifference, 0)}`;
}
