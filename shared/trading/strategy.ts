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

/** A strategy that can be chosen. */
export interface StrategyInfo {
  /** What a configuration names it by: a built-in name, or the absolute path of a file. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly isBuiltIn: boolean;
  /** Of a file. */
  readonly path?: string;
  /** Of a file and what it imports, as written; absent where it cannot be read. */
  readonly sha256?: string;
  /** False for a file from elsewhere that nobody agreed to run yet: it is not evaluated, so its parameters are not known. */
  readonly isTrusted: boolean;
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

/** A strategy ready to be evaluated in the coordinator thread: built in, or modules whose types are stripped. Parameters are whole:
 * every declared one has a value. */
export type StrategySource =
  | { readonly type: 'built-in'; readonly name: string; readonly params: Readonly<Record<string, ParameterValue>> }
  | {
      readonly type: 'modules';
      /** Path of the entry among `modules`. */
      readonly entry: string;
      /** In the order they were found, the entry first. */
      readonly modules: readonly StrategyModule[];
      readonly params: Readonly<Record<string, ParameterValue>>;
      /** SHA-256 over the sources as written, for a result's manifest. */
      readonly sha256: string;
    };

export interface StrategyModule {
  /** Absolute. */
  readonly path: string;
  /** As the user wrote it. */
  readonly source: string;
  /** CommonJS without types, line by line as the source. */
  readonly code: string;
  /** Resolved imports: specifier as written to path. */
  readonly imports: Readonly<Record<string, string>>;
}

/** The strategy of an open run as the window shows it. */
export interface OpenStrategy {
  /** As {@link StrategyInfo}. */
  readonly name: string;
  readonly title: string;
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** Its file was saved since the run was opened: opening the session again takes it up. */
  readonly isChanged: boolean;
}
