import type { EvidenceLine, FileInspection, ImportOptions } from '../../../shared/store/import.ts';
import type { RememberedOptions } from './mapping-memory.ts';

/** Says which guesses come from an earlier file of the same shape. Explicit options are no guesses. */
export function withRecalled(
  inspection: FileInspection,
  recalled: RememberedOptions,
  options: ImportOptions,
): FileInspection {
  const lines = (Object.keys(recalled) as (keyof RememberedOptions)[])
    .filter((key) => options[key] === undefined)
    .map((about): EvidenceLine => ({ about, text: 'As for an earlier file of this shape.', certain: true }));
  return lines.length === 0 ? inspection : { ...inspection, evidence: [...lines, ...inspection.evidence] };
}
