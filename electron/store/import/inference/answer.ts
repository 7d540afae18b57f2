import type { EvidenceLine, ImportProblem } from '../../../../shared/store/import.ts';

/** Collects what was found out about a file, why, and what is left to ask. */
export class Findings {
  readonly evidence: EvidenceLine[] = [];
  readonly problems: ImportProblem[] = [];
  readonly warnings: string[] = [];

  sure(about: EvidenceLine['about'], text: string): void {
    this.evidence.push({ about, text, certain: true });
  }

  /** A guess that stands, but that a person should look at. */
  thin(about: EvidenceLine['about'], text: string): void {
    this.evidence.push({ about, text, certain: false });
  }

  /** A question: nothing is stored before `option` is answered. */
  ask(option: NonNullable<ImportProblem['option']>, message: string, suggestions: readonly string[] = []): void {
    this.problems.push({ message, option, ...(suggestions.length === 0 ? {} : { suggestions }) });
    this.evidence.push({ about: option, text: message, certain: false });
  }

  /** A refusal that no answer can settle. */
  refuse(message: string): void {
    this.problems.push({ message });
  }

  warn(text: string): void {
    this.warnings.push(text);
  }

  /** Takes over what another collection holds. */
  add(other: Findings): void {
    this.evidence.push(...other.evidence);
    this.problems.push(...other.problems);
    this.warnings.push(...other.warnings);
  }

  get isSettled(): boolean {
    return this.problems.length === 0;
  }
}
