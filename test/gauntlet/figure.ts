export interface GauntletOptions {
  /** All cases of `reliability.md`; else a few, for every run of the tests. */
  readonly full: boolean;
  readonly seed: number;
  /** What failed, in one text a case. */
  readonly report: (failure: string) => void;
}

export interface GauntletResult {
  readonly cases: number;
  readonly failures: number;
  /** Why this machine could play no case. */
  readonly notRun?: string;
}

/** One figure of reliability. */
export interface GauntletFigure {
  /** `R1` ... of `reliability.md`. */
  readonly id: string;
  readonly title: string;
  run(options: GauntletOptions): Promise<GauntletResult>;
}
