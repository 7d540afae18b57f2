/** A strategy's parameter as its file declares it. */
export type ParameterDeclaration =
  | {
      readonly type: 'number';
      readonly default: number;
      readonly min?: number;
      readonly max?: number;
      readonly step?: number;
      readonly title?: string;
    }
  | { readonly type: 'boolean'; readonly default: boolean; readonly title?: string }
  | { readonly type: 'choice'; readonly default: string; readonly choices: readonly string[]; readonly title?: string }
  | { readonly type: 'interval'; readonly default: string; readonly title?: string }
  | { readonly type: 'text'; readonly default: string; readonly title?: string };

export type ParameterValue = string | number | boolean;

/** A strategy that can be chosen: a built-in one by its name, or a file by its path. */
export interface StrategyInfo {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly isBuiltIn: boolean;
  /** Of a file. */
  readonly path?: string;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  readonly problems: readonly StrategyProblem[];
}

/** What is wrong with a strategy's file, where in the user's own source; line and column count from 1. */
export interface StrategyProblem {
  readonly message: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** A strategy ready to be evaluated in the coordinator thread: built in, or modules whose types are stripped. */
export type StrategySource =
  | { readonly type: 'built-in'; readonly name: string; readonly params: Readonly<Record<string, ParameterValue>> }
  | {
      readonly type: 'modules';
      /** Path of the entry among `modules`. */
      readonly entry: string;
      /** CommonJS text by absolute path; relative imports between them are resolved to these paths. */
      readonly modules: readonly StrategyModule[];
      readonly params: Readonly<Record<string, ParameterValue>>;
      /** SHA-256 over the sources as written, for a result's manifest. */
      readonly sha256: string;
    };

export interface StrategyModule {
  readonly path: string;
  /** As the user wrote it. */
  readonly source: string;
  readonly code: string;
  /** Resolved imports: specifier as written to path. */
  readonly imports: Readonly<Record<string, string>>;
}
