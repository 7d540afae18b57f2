import type { SlotCheck, SlotEvidence } from './completeness.ts';

/** What was looked at to tell quiet slots from lost ones (S13), for a person: a sentence each. */
export function describeEvidence(check: SlotCheck, evidence: SlotEvidence): string[] {
  const lines: string[] = [];
  const { minutes, equal } = check.compared;
  const short = check.shortMinutes.reduce((sum, flag) => sum + flag, 0);
  if (minutes > 0) {
    lines.push(
      `The stored 1m bars give the volume of ${minutes} minutes: ${equal} equal the sum of their seconds, ${short} are more (seconds are missing), ` +
        `${minutes - equal - short} are less (the two series disagree).`,
    );
  } else if (evidence.minutes.some(({ time }) => time.length > 0)) {
    lines.push(
      check.evidence.includes('coarser-bar')
        ? "Another source's 1m bars have the same volume as the seconds in some minutes."
        : 'Stored 1m bars prove nothing here: their volume is always 0, or another source differs.',
    );
  }
  if (evidence.trades !== undefined) {
    lines.push(
      evidence.trades.length === 0
        ? 'Trades of the source are stored, but none around this session.'
        : `${evidence.trades.length} recorded trades show which slots had none.`,
    );
  }
  if (evidence.listed.length > 0) lines.push('The source states that it lists every slot in which something traded.');
  if (lines.length === 0) {
    lines.push(
      'Nothing stored can prove an empty slot quiet: no 1m bars with volume, no trades, no statement of the source.',
    );
  }
  return lines;
}
