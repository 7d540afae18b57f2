import { Strategy } from './api/strategy.ts';

/** What a strategy's file gets by `import ... from 'tapedeck'`. */
export const TAPEDECK_MODULE = Object.freeze({ Strategy });
